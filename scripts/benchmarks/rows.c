// Makes an inventory as fast as a pipe takes it: rows in the shape of Twitch's Get Clips, about 600 bytes each.
//
// Usage: rows FIRST COUNT > clips.jsonl          COUNT rows, from number FIRST on
//        rows --list COUNT EVERY > list.txt     the ids of each EVERYth row of the first COUNT
// The bytes are the same each time. Ids look random, so that neither an index nor a compressor has an easy life.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[] = {"Amber", "Brave", "Calm", "Dapper", "Eager", "Fancy", "Gentle", "Hasty",
                                    "Icy", "Jolly", "Keen", "Lucky", "Mellow", "Nimble", "Odd", "Proud"};

static uint64_t mixed(uint64_t value) {
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

// Appends a text; answers the end.
static char *text(char *out, const char *from) {
    size_t length = strlen(from);
    memcpy(out, from, length);
    return out + length;
}

static char *number(char *out, uint64_t value) {
    char digits[20];
    int count = 0;
    do digits[count++] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    while (count > 0) *out++ = digits[--count];
    return out;
}

// Such as AmberCalmProud-00000001xK3vQ0aZ1bT: the row's number makes it unique.
static char *clip_id(char *out, uint64_t row) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint64_t hash = mixed(row);
    for (int word = 0; word < 3; word++) out = text(out, words[hash >> (4 * word) & 15]);
    *out++ = '-';
    for (int digit = 28; digit >= 0; digit -= 4) *out++ = "0123456789abcdef"[row >> digit & 15];
    hash = mixed(hash);
    for (int letter = 0; letter < 10; letter++) *out++ = letters[hash >> (6 * letter) & 63];
    return out;
}

static char *row(char *out, uint64_t index) {
    char id[64];
    *clip_id(id, index) = 0;
    uint64_t hash = mixed(index ^ 0xabcdef);
    out = text(text(out, "{\"id\":\""), id);
    out = text(text(out, "\",\"url\":\"http://clips.test/clip/"), id);
    out = text(text(out, "\",\"embed_url\":\"http://clips.test/embed?clip="), id);
    out = number(text(out, "\",\"broadcaster_id\":\""), 4100000 + hash % 50000);
    out = number(text(out, "\",\"broadcaster_name\":\"channel_"), hash % 50000);
    out = number(text(out, "\",\"creator_id\":\""), 1000000 + (hash >> 8) % 900000000);
    out = number(text(out, "\",\"creator_name\":\"viewer"), (hash >> 16) % 100000);
    out = text(out, "\",\"video_id\":\"");
    if (index % 3 == 0) out = number(out, 1000000000 + (hash >> 4) % 1000000000);
    out = number(text(out, "\",\"game_id\":\""), 1 + hash % 900000);
    out = text(text(out, "\",\"language\":\"en\",\"title\":\"A "), words[hash & 15]);
    out = number(text(out, " moment that nobody will believe, number "), index);
    out = number(text(out, "\",\"view_count\":"), (hash >> 20) % 40000);
    out = number(text(out, ",\"created_at\":\"2026-01-"), 10 + hash % 19);
    out = text(text(out, "T12:30:00Z\",\"thumbnail_url\":\"http://clips.test/t/"), id);
    out = number(text(out, "-480x272.jpg\",\"duration\":"), 5 + hash % 55);
    out = number(text(out, ".5,\"vod_offset\":"), (hash >> 12) % 20000);
    return text(out, ",\"is_featured\":false}\n");
}

int main(int count, char **arguments) {
    static char buffer[1 << 16];
    char *end = buffer;
    int is_list = count == 4 && strcmp(arguments[1], "--list") == 0;
    if (count != 3 && !is_list) {
        fprintf(stderr, "usage: rows FIRST COUNT | rows --list COUNT EVERY\n");
        return 64;
    }
    uint64_t first = is_list ? 0 : strtoull(arguments[1], NULL, 10);
    uint64_t last = first + strtoull(arguments[2], NULL, 10);
    uint64_t every = is_list ? strtoull(arguments[3], NULL, 10) : 1;
    for (uint64_t index = first; index < last; index += every) {
        end = is_list ? text(clip_id(end, index), "\n") : row(end, index);
        if (end - buffer < (long)sizeof buffer - 2048) continue;
        if (fwrite(buffer, 1, (size_t)(end - buffer), stdout) == 0) return 1;
        end = buffer;
    }
    return fwrite(buffer, 1, (size_t)(end - buffer), stdout) == (size_t)(end - buffer) ? 0 : 1;
}
