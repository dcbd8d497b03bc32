use memchr::memmem;
use serde::de::IgnoredAny;

/// Whether a script does nothing but hand over data: one call of `lamplight` with a name and a JSON value, as the parts
/// of a search index are. Nothing in it can run, so its texts may say anything.
pub(super) fn is_data(text: &str) -> bool {
    let call = text.strip_prefix("lamplight(\"").and_then(|rest| rest.strip_suffix(");\n"));
    let Some((name, value)) = call.and_then(|call| call.split_once("\",")) else { return false };
    // `__proto__` as a name is more than data to a browser.
    name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && memmem::find(value.as_bytes(), b"__proto__").is_none()
        && serde_json::from_str::<IgnoredAny>(value).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_data;

    #[test]
    fn only_one_call_with_json_is_data() {
        assert!(is_data("lamplight(\"p0\",[1,\"fetch(http://a/)\",{\"a\":null}]);\n"));
        for code in [
            "lamplight(\"p0\",fetch(\"a\"));\n",
            "lamplight(\"p0\",[1]);alert(1);\n",
            "lamplight(\"p0\",[1,]);\n",
            "lamplight(\"p0\",[1],[2]);\n",
            "lamplight(\"p0\");\n",
            "lamplight(\"p\"+a,\"b\",[1]);\n",
            "lamplight(\"p0\"),alert(\"x\");\n",
            "lamplight(alert,\"p0\");\n",
            "lamplight(\"p0\",{\"__proto__\":{}});\n",
            "lamplight(\"p0\",[1])\n",
            "lamplight(\"p0\",'a');\n",
            "lamplight(\"p0\",`a`);\n",
        ] {
            assert!(!is_data(code), "{code}");
        }
    }
}
