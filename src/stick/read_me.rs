use crate::locale::Locale;

/// The text of [`super::READ_ME`] in each of these languages that it is written in, in English for all others: UTF-8 with a mark of
/// that at its start and the line ends of Windows, whose Notepad shows it right then.
pub fn read_me(languages: &[Locale]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for locale in languages {
        let text = text(locale.tag());
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let ruler = format!("\n{}\n\n", "-".repeat(60));
    format!("\u{FEFF}{}", texts.join(&ruler).replace('\n', "\r\n"))
}

fn text(tag: &str) -> &'static str {
    match tag.split('-').next() {
        Some("ur") => URDU,
        Some("ps") => PASHTO,
        Some("sd") => SINDHI,
        _ => ENGLISH,
    }
}

const ENGLISH: &str = "HOW TO OPEN
Open this file, on a phone in the app for files, and choose your language:
START-HERE.html
It works without the internet. Nothing is installed and nothing is sent.

TO PASS IT ON
Copy the whole folder that holds this file, not some of its files.

IS IT WHOLE?
SHA256SUMS lists every file. In this folder, either of these commands checks them:
lamplight verify .
sha256sum -c SHA256SUMS
Neither proves who made the files.

WHO CAN SEE IT
Whoever finds this stick can read all that is on it, and a browser may
remember that you opened it. Keep it where only people look whom you trust.
";

const URDU: &str = "کھولنے کا طریقہ
یہ فائل کھولیں (فون پر فائلوں والی ایپ میں) اور اپنی زبان چنیں:
START-HERE.html
یہ انٹرنیٹ کے بغیر چلتی ہے۔ نہ کچھ انسٹال ہوتا ہے، نہ کہیں کچھ بھیجا جاتا ہے۔

کسی اور کو دینے کے لیے
وہ پورا فولڈر کاپی کریں جس میں یہ فائل ہے، صرف کچھ فائلیں نہیں۔

کیا سب فائلیں سلامت ہیں؟
SHA256SUMS میں ہر فائل درج ہے۔ اس فولڈر میں ان میں سے کوئی ایک کمانڈ فائلوں کو جانچتی ہے:
lamplight verify .
sha256sum -c SHA256SUMS
ان سے یہ ثابت نہیں ہوتا کہ فائلیں کس نے بنائیں۔

اسے کون دیکھ سکتا ہے
جس کے ہاتھ یہ یو ایس بی لگے وہ اس پر موجود سب کچھ پڑھ سکتا ہے، اور براؤزر کو یاد رہ سکتا ہے
کہ آپ نے اسے کھولا تھا۔ اسے ایسی جگہ رکھیں جہاں صرف وہ لوگ دیکھیں جن پر آپ کو بھروسا ہے۔
";

const PASHTO: &str = "د پرانیستلو لاره
دا فایل پرانیزئ (په تلیفون کې د فایلونو په اپلیکېشن کې) او خپله ژبه وټاکئ:
START-HERE.html
له انټرنېټ پرته کار کوي. نه څه نصبېږي او نه چېرته څه لېږل کېږي.

بل چا ته د ورکولو لپاره
هغه ټوله پوښۍ کاپي کړئ چې دا فایل پکې دی، نه یوازې ځینې فایلونه.

ایا ټول فایلونه روغ دي؟
په SHA256SUMS کې هر فایل لیکل شوی دی. په دې پوښۍ کې له دې کمانډونو هر یو فایلونه ګوري:
lamplight verify .
sha256sum -c SHA256SUMS
دا نه ثابتوي چې فایلونه چا جوړ کړي دي.

څوک یې لیدلی شي
هر څوک چې دا یو اېس بي پیدا کړي، پر هغې هر څه لوستلی شي، او ښايي براوزر په یاد ولري
چې تاسو پرانیستې وه. په داسې ځای کې یې وساتئ چې یوازې هغه خلک یې ویني چې باور پرې لرئ.
";

const SINDHI: &str = "کولڻ جو طريقو
هي فائل کوليو (فون تي فائلن واري ايپ ۾) ۽ پنهنجي ٻولي چونڊيو:
START-HERE.html
هي انٽرنيٽ کان سواءِ هلي ٿي. نه ڪجهه انسٽال ٿئي ٿو، نه ڪٿي ڪجهه موڪليو وڃي ٿو.

ٻئي کي ڏيڻ لاءِ
اهو سڄو فولڊر ڪاپي ڪريو جنهن ۾ هي فائل آهي، رڳو ڪجهه فائلون نه.

ڇا سڀ فائلون سلامت آهن؟
SHA256SUMS ۾ هر فائل درج آهي. هن فولڊر ۾ انهن مان ڪا به هڪ ڪمانڊ فائلن کي جاچي ٿي:
lamplight verify .
sha256sum -c SHA256SUMS
انهن مان اهو ثابت نٿو ٿئي ته فائلون ڪنهن ٺاهيون.

ان کي ڪير ڏسي سگهي ٿو
جنهن کي هي يو ايس بي ملي اهو ان تي موجود سڀ ڪجهه پڙهي سگهي ٿو، ۽ برائوزر کي ياد رهي سگهي ٿو
ته توهان ان کي کوليو هو. ان کي اهڙي هنڌ رکو جتي رڳو اهي ماڻهو ڏسن جن تي توهان کي ڀروسو آهي.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_once_in_the_order_of_the_languages() {
        let locales = |tags: &[&str]| tags.iter().map(|tag| Locale::parse(tag).unwrap()).collect::<Vec<_>>();
        let text = read_me(&locales(&["ur", "en", "fr", "ps", "sd"]));
        assert!(text.starts_with("\u{FEFF}کھولنے") && text.ends_with("\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert_eq!(text.matches("HOW TO OPEN").count(), 1);
        for name in ["START-HERE.html\r\n", "SHA256SUMS", "lamplight verify .\r\n", "sha256sum -c SHA256SUMS\r\n"] {
            assert!(text.matches(name).count() >= 4, "{name}");
        }
        assert!(read_me(&locales(&["de"])).contains("HOW TO OPEN"));
    }
}
