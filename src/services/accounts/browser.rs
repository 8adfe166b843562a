//! What kind of browser somebody uses, in words that the owner recognises. Of what a browser says about itself nothing else is
//! kept: the version and the rest would tell more about a person than anybody has to know.

/// The kind of browser and machine, as in `Firefox op Windows`, from what the browser says about itself.
pub(super) fn in_words(user_agent: &str) -> String {
    // In this order: most browsers also name others that they resemble.
    const BROWSERS: [(&str, &str); 9] = [
        ("edg", "Edge"),
        ("opr/", "Opera"),
        ("samsungbrowser", "Samsung Internet"),
        ("firefox", "Firefox"),
        ("fxios", "Firefox"),
        ("crios", "Chrome"),
        ("chrome", "Chrome"),
        ("chromium", "Chrome"),
        ("safari", "Safari"),
    ];
    const MACHINES: [(&str, &str); 7] = [
        ("iphone", "iPhone"),
        ("ipad", "iPad"),
        ("android", "Android"),
        ("windows", "Windows"),
        ("mac os", "Mac"),
        ("cros", "Chromebook"),
        ("linux", "Linux"),
    ];
    // No browser says more in earnest, and what comes from outside is read no further.
    let said: String = user_agent.chars().take(512).collect::<String>().to_lowercase();
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(part, _)| said.contains(part)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&MACHINES)) {
        (Some(browser), Some(machine)) => format!("{browser} op {machine}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(machine)) => format!("Onbekende browser op {machine}"),
        (None, None) => "Onbekende browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_browser_is_told_in_words_that_its_owner_knows() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        let engine = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (said, words) in [
            (format!("{windows} {engine} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"), "Edge op Windows"),
            (format!("{windows} {engine} Chrome/131.0.0.0 Safari/537.36"), "Chrome op Windows"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0".to_owned(), "Firefox op Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
                    .to_owned(),
                "Safari op iPhone",
            ),
            (String::new(), "Onbekende browser"),
            ("<script>alert(1)</script>".repeat(1000), "Onbekende browser"),
        ] {
            assert_eq!(in_words(&said), words);
        }
    }
}
