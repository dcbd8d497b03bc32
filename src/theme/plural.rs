//! Which plural form of a message a number takes.

use crate::locale::Formats;

/// How a catalogue chooses between the plural forms of its messages.
#[derive(Debug)]
pub(super) enum PluralRule {
    /// By its header `Plural-Forms`, as gettext does.
    Header { forms: usize, expression: Expression },
    /// By CLDR, where it has no such header.
    Language(Box<Formats>),
}

impl PluralRule {
    /// Reads the value of the header: `nplurals=2; plural=(n != 1);`.
    pub fn of_header(text: &str) -> Option<Self> {
        let mut fields = text.split(';').map(str::trim).filter(|field| !field.is_empty());
        let value = |field: &'_ str, name: &str| {
            let value = field.strip_prefix(name)?.trim_start().strip_prefix('=')?;
            Some(value.trim().to_owned())
        };
        let forms: usize = value(fields.next()?, "nplurals")?.parse().ok().filter(|forms| (1..=16).contains(forms))?;
        let expression = Expression::parse(&value(fields.next()?, "plural")?)?;
        fields.next().is_none().then_some(Self::Header { forms, expression })
    }

    /// The place of the form among those of a message.
    pub fn form(&self, count: u64) -> usize {
        match self {
            Self::Header { forms, expression } => {
                usize::try_from(expression.value(count)).unwrap_or(usize::MAX).min(forms - 1)
            }
            Self::Language(formats) => formats.plural(count),
        }
    }
}

/// An expression in `n`, by C's rules for unsigned numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    N,
    Number(u64),
    Not(Box<Expression>),
    Two(Operator, Box<(Expression, Expression)>),
    Choice(Box<(Expression, Expression, Expression)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    LessEqual,
    GreaterEqual,
    Less,
    Greater,
    Plus,
    Minus,
    Times,
    Over,
    Remainder,
}

/// The operators of each rank, weakest first; those of two characters before their beginnings.
const RANKS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[("==", Operator::Equal), ("!=", Operator::Unequal)],
    &[("<=", Operator::LessEqual), (">=", Operator::GreaterEqual), ("<", Operator::Less), (">", Operator::Greater)],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over), ("%", Operator::Remainder)],
];

/// The longest expression in use, that of Arabic, has 90 characters.
const MAX_LENGTH: usize = 500;

impl Expression {
    fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text.get(..text.len().min(MAX_LENGTH))? };
        let expression = parser.choice()?;
        (text.len() <= MAX_LENGTH && parser.rest.trim().is_empty()).then_some(expression)
    }

    fn value(&self, n: u64) -> u64 {
        match self {
            Self::N => n,
            Self::Number(number) => *number,
            Self::Not(inner) => u64::from(inner.value(n) == 0),
            Self::Choice(parts) => if parts.0.value(n) != 0 { &parts.1 } else { &parts.2 }.value(n),
            Self::Two(operator, sides) => operator.apply(sides.0.value(n), || sides.1.value(n)),
        }
    }
}

impl Operator {
    fn apply(self, left: u64, right: impl Fn() -> u64) -> u64 {
        match self {
            Self::Or => u64::from(left != 0 || right() != 0),
            Self::And => u64::from(left != 0 && right() != 0),
            Self::Equal => u64::from(left == right()),
            Self::Unequal => u64::from(left != right()),
            Self::LessEqual => u64::from(left <= right()),
            Self::GreaterEqual => u64::from(left >= right()),
            Self::Less => u64::from(left < right()),
            Self::Greater => u64::from(left > right()),
            Self::Plus => left.wrapping_add(right()),
            Self::Minus => left.wrapping_sub(right()),
            Self::Times => left.wrapping_mul(right()),
            Self::Over => left.checked_div(right()).unwrap_or(0),
            Self::Remainder => left.checked_rem(right()).unwrap_or(0),
        }
    }
}

struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn choice(&mut self) -> Option<Expression> {
        let condition = self.rank(0)?;
        if !self.eat("?") {
            return Some(condition);
        }
        let yes = self.choice()?;
        if !self.eat(":") {
            return None;
        }
        Some(Expression::Choice(Box::new((condition, yes, self.choice()?))))
    }

    fn rank(&mut self, rank: usize) -> Option<Expression> {
        let Some(operators) = RANKS.get(rank) else { return self.unary() };
        let mut left = self.rank(rank + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.eat(sign)) {
            left = Expression::Two(*operator, Box::new((left, self.rank(rank + 1)?)));
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<Expression> {
        if self.eat("!") {
            return Some(Expression::Not(Box::new(self.unary()?)));
        }
        if self.eat("(") {
            let inner = self.choice()?;
            return self.eat(")").then_some(inner);
        }
        if self.eat("n") {
            return Some(Expression::N);
        }
        let rest = self.rest.trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        self.rest = &rest[digits..];
        rest[..digits].parse().ok().map(Expression::Number)
    }

    fn eat(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    /// What catalogues of gettext say, and what CLDR does, of whole numbers.
    #[test]
    fn headers_and_cldr_agree() {
        for (tag, header) in [
            ("en", "nplurals=2; plural=(n != 1);"),
            ("ur", "nplurals=2; plural=n != 1"),
            ("ps", "nplurals=2; plural=(n != 1);"),
            ("sd", "nplurals=2; plural=(n != 1);"),
            ("fa", "nplurals=2; plural=(n > 1);"),
            ("zh", "nplurals=1; plural=0;"),
            (
                "ru",
                "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
            ),
            ("pl", "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"),
            (
                "ar",
                "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);",
            ),
        ] {
            let header = PluralRule::of_header(header).unwrap();
            let cldr = PluralRule::Language(Box::new(Formats::new(&Locale::parse(tag).unwrap())));
            for count in 0..=1000 {
                assert_eq!(header.form(count), cldr.form(count), "{tag} {count}");
            }
        }
    }

    #[test]
    fn c_decides_what_binds() {
        let value = |text: &str, n| Expression::parse(text).unwrap().value(n);
        assert_eq!(value("1 + 2 * n % 3", 2), 2);
        assert_eq!(value("!n || n == 2 && 0", 0), 1);
        assert_eq!(value("10 - 3 - 2", 0), 5);
        assert_eq!(value("n / 0", 7), 0);
    }

    #[test]
    fn what_is_no_rule_is_none() {
        for bad in [
            "",
            "nplurals=2",
            "plural=n; nplurals=2",
            "nplurals=0; plural=0",
            "nplurals=2; plural=",
            "nplurals=2; plural=(n",
            "nplurals=2; plural=n n",
            "nplurals=2; plural=m",
            "nplurals=2; plural=n ? 1",
            "nplurals=99; plural=n",
            "nplurals=2; plural=n; x",
            "nplurals=2; plural=é",
        ] {
            assert!(PluralRule::of_header(bad).is_none(), "{bad}");
        }
        assert!(PluralRule::of_header(&format!("nplurals=2; plural={}n", "!".repeat(10_000))).is_none());
    }
}
