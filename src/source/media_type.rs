/// What a file is by the extension of its name, in lower case, as a media type (RFC 6838).
pub fn media_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html",
        "xhtml" => "application/xhtml+xml",
        "css" => "text/css",
        "js" => "text/javascript",
        "xml" => "application/xml",
        "txt" => "text/plain",
        "json" | "webmanifest" => "application/json",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
