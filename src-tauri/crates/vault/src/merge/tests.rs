//! Every rule of the merge, as a small case.
