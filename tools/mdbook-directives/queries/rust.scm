; What is coloured in Rust. The capture is the class in the page; a later
; pattern wins over an earlier one. `id` stands for plain text.

(type_identifier) @ty
(primitive_type) @ty
((identifier) @ty (#match? @ty "^[A-Z]"))
((identifier) @num (#match? @num "^[A-Z][A-Z0-9_]+$"))

(call_expression function: (identifier) @fn)
(call_expression function: (field_expression field: (field_identifier) @fn))
(call_expression function: (scoped_identifier name: (identifier) @fn))
(generic_function function: (identifier) @fn)
(generic_function function: (field_expression field: (field_identifier) @fn))
(generic_function function: (scoped_identifier name: (identifier) @fn))
(function_item name: (identifier) @fn)
(function_signature_item name: (identifier) @fn)
(macro_invocation macro: (identifier) @fn "!" @fn)
(macro_invocation macro: (scoped_identifier name: (identifier) @fn) "!" @fn)
(macro_definition name: (identifier) @fn)

; Some(x), Ok(()): a constructor looks like the type it makes.
(call_expression function: (identifier) @ty (#match? @ty "^[A-Z]"))
(call_expression
  function: (scoped_identifier name: (identifier) @ty)
  (#match? @ty "^[A-Z]"))

(attribute_item) @meta
(inner_attribute_item) @meta
(lifetime) @meta
(label) @meta

(char_literal) @str
(string_literal) @str
(raw_string_literal) @str
(escape_sequence) @esc

(boolean_literal) @num
(integer_literal) @num
(float_literal) @num

(line_comment) @com
(block_comment) @com

[
  "as" "async" "await" "break" "const" "continue" "dyn" "else" "enum" "extern"
  "fn" "for" "if" "impl" "in" "let" "loop" "macro_rules!" "match" "mod" "move"
  "pub" "ref" "return" "static" "struct" "trait" "type" "union" "unsafe" "use"
  "where" "while"
  (crate) (mutable_specifier) (self) (super)
] @kw
