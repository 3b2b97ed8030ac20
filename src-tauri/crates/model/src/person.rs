//! The human behind one or more users.

use crate::word::words;

words! {
    /// How it is known that a user is an account of a person.
    pub enum LinkedBy {
        /// An operator said so.
        Hand = 0 "hand",
        /// The same verified e-mail.
        Email = 1 "email",
        /// The same employee number.
        EmployeeNumber = 2 "employee_number",
    }
}
