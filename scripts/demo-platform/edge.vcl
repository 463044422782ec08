# A Varnish edge that Purge can work with: what docs/caches.md asks of a VCL, and nothing else.
# Whoever starts it puts free ports in the place of 18080 (origin). It needs varnish and varnish-modules.
vcl 4.1;

import blob;
import std;
import var;
import xkey;

backend origin {
    .host = "127.0.0.1";
    .port = "18080";
}

# Who may purge, ban, block: Purge's machine, and nobody else.
acl purgers {
    "127.0.0.1";
    "::1";
}

# x-purge-name: which link a request is for, however its path is spelled and whatever its query is. Percent-encodings are
# undone, slashes merged, "." segments dropped; then everything is encoded again, "/" too, so that it is one plain word.
sub purge_name {
    unset req.http.x-purge-name;
    unset req.http.x-purge-query;
    if (req.url !~ "^/" || req.url ~ "^[^?]*%(?![0-9A-Fa-f]{2})") {
        return (synth(400, "Bad Request"));
    }
    set req.http.x-purge-query = regsub(req.url, "^[^?]*", "");
    set req.http.x-purge-name = blob.transcode(decoding = URL, encoding = URL, case = UPPER,
        encoded = regsub(req.url, "\?.*$", ""));
    set req.http.x-purge-name = regsuball(req.http.x-purge-name, "(%2F\.?(?=%2F))+", "");
    set req.http.x-purge-name = regsub(req.http.x-purge-name, "%2F\.$", "%2F");
    # No client sends a path that climbs, and where it leads is for the origin to say: it could lead to a blocked link.
    if (req.http.x-purge-name ~ "%2F\.\.(%2F|$)") {
        return (synth(400, "Bad Request"));
    }
    set req.http.x-purge-name = regsub(std.tolower(req.http.host), "\.?(:[0-9]+)?$", "") + req.http.x-purge-name;
}

sub vcl_recv {
    unset req.http.x-purge-answer;
    call purge_name;

    if (req.method == "PURGE" || req.method == "BAN" || req.method == "BLOCK" || req.method == "UNBLOCK") {
        if (client.ip !~ purgers) {
            return (synth(403, "Forbidden"));
        }
    }
    if (req.method == "PURGE" && req.http.xkey-purge) {
        # Hard, never soft: a soft purge leaves objects that grace goes on serving.
        set req.http.x-purge-answer = xkey.purge(req.http.xkey-purge);
        return (synth(200, "Purged"));
    }
    if (req.method == "PURGE") {
        return (purge);
    }
    if (req.method == "BAN") {
        if (req.http.x-purge-query == "") {
            if (std.ban("obj.http.x-purge-name == " + req.http.x-purge-name)) {
                return (synth(200, "Banned"));
            }
        } else if (std.ban("obj.http.x-purge-name == " + req.http.x-purge-name
                + " && obj.http.x-purge-query == " + req.http.x-purge-query)) {
            return (synth(200, "Banned"));
        }
        return (synth(500, "No Ban"));
    }
    if (req.method == "BLOCK") {
        var.global_set("purge-block " + req.http.x-purge-name + req.http.x-purge-query, "1");
        set req.http.x-purge-answer = "1";
        return (synth(200, "Blocked"));
    }
    if (req.method == "UNBLOCK") {
        var.global_set("purge-block " + req.http.x-purge-name + req.http.x-purge-query, "0");
        set req.http.x-purge-answer = "0";
        return (synth(200, "Unblocked"));
    }
    # A link without a query is refused with every query; one that has its clip in the query, with that one. Not at the
    # listener of that name (-a bypass=127.0.0.1:6082), for Purge alone: there it can be seen what the cache holds.
    if (local.socket != "bypass" && (var.global_get("purge-block " + req.http.x-purge-name) == "1"
        || var.global_get("purge-block " + req.http.x-purge-name + req.http.x-purge-query) == "1")) {
        set req.http.x-purge-answer = "1";
        return (synth(451, "Unavailable For Legal Reasons"));
    }
}

sub vcl_synth {
    if (req.http.x-purge-answer && req.method == "PURGE") {
        set resp.http.xkey-purged = req.http.x-purge-answer;
    } else if (req.http.x-purge-answer) {
        set resp.http.X-Purge-Block = req.http.x-purge-answer;
    }
}

sub vcl_backend_fetch {
    unset bereq.http.x-purge-answer;
}

sub vcl_backend_response {
    # Bans ask objects, never requests, so that the ban lurker can do its work.
    set beresp.http.x-purge-name = bereq.http.x-purge-name;
    set beresp.http.x-purge-query = bereq.http.x-purge-query;
}

sub vcl_deliver {
    unset resp.http.x-purge-name;
    unset resp.http.x-purge-query;
    unset resp.http.xkey;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
}
