//! Rules of the model, each with its example.
