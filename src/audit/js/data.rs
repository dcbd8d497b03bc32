use serde::de::IgnoredAny;

/// Whether a script does nothing but hand over data: one call of `lamplight` with a name and JSON values, as the parts of
/// a search index are. Nothing in it can run, so its texts may say anything.
pub(super) fn is_data(text: &str) -> bool {
    let values = text.strip_prefix("lamplight(").and_then(|rest| rest.strip_suffix(");\n"));
    let Some(values) = values.filter(|values| values.starts_with('"')) else { return false };
    // `__proto__` as a name is more than data to a browser.
    !values.contains("__proto__") && serde_json::from_str::<Vec<IgnoredAny>>(&format!("[{values}]")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_data;

    #[test]
    fn only_one_call_with_json_is_data() {
        assert!(is_data("lamplight(\"p0\",[1,\"fetch(http://a/)\"],{\"a\":null});\n"));
        for code in [
            "lamplight(\"p0\",fetch(\"a\"));\n",
            "lamplight(\"p0\",[1]);alert(1);\n",
            "lamplight(\"p0\",[1,]);\n",
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
