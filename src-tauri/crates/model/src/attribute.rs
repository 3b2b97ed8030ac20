//! Custom attributes: what their values are.

use crate::word::words;

words! {
    /// What the values of a custom attribute are.
    pub enum AttributeType {
        /// Any text.
        Text = 0 "text",
        /// A number.
        Number = 1 "number",
        /// A day, `YYYY-MM-DD`.
        Date = 2 "date",
        /// `yes` or `no`.
        YesNo = 3 "yes_no",
        /// One of a few values.
        Choice = 4 "choice",
        /// An e-mail address.
        Email = 5 "email",
        /// A web address.
        Link = 6 "link",
    }
}
