// The peer of Purge's transport: the least that a program over libcurl's multi interface can do.
//
// Usage: bare-loop PORT METHOD REQUESTS AT_ONCE
// Sends the requests to 127.0.0.1 over HTTP/1.1 with kept connections, one easy handle for each place, handles used
// again, nothing asked per request but its target. Prints one line: requests, answers of 404, seconds.

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static size_t drop(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

static void begin(CURLM *multi, CURL *easy, long number) {
    char target[64];
    snprintf(target, sizeof target, "/v/bench-%09ld/720.mp4", number);
    curl_easy_setopt(easy, CURLOPT_REQUEST_TARGET, target);
    curl_multi_add_handle(multi, easy);
}

static CURL *handle(const char *url, const char *method) {
    CURL *easy = curl_easy_init();
    if (easy == NULL) exit(1);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "purge/1");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // Or libcurl reads the environment for every request.
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 30000L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    return easy;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: bare-loop PORT METHOD REQUESTS AT_ONCE\n");
        return 64;
    }
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%s/", arguments[1]);
    long requests = atol(arguments[3]), at_once = atol(arguments[4]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 256L);

    double started = now();
    long begun = 0, ended = 0, expected = 0;
    while (begun < requests && begun < at_once) begin(multi, handle(url, arguments[2]), begun++);
    while (ended < requests) {
        int running = 0, left = 0;
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL *easy = message->easy_handle;
            CURLcode code = message->data.result;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            if (code == CURLE_OK && status == 404) expected++;
            ended++;
            curl_multi_remove_handle(multi, easy);
            if (begun < requests) begin(multi, easy, begun++);
        }
        if (ended < requests) curl_multi_poll(multi, NULL, 0, 50, NULL);
    }
    printf("%ld %ld %.6f\n", requests, expected, now() - started);
    // The process ends here; what it holds goes with it.
    return 0;
}
