; What is coloured in TypeScript. The capture is the class in the page; a later
; pattern wins over an earlier one. `id` stands for plain text.

(type_identifier) @ty
(predefined_type) @ty
((identifier) @ty (#match? @ty "^[A-Z]"))
((identifier) @num (#match? @num "^[A-Z][A-Z0-9_]+$"))

(call_expression function: (identifier) @fn)
(call_expression function: (member_expression property: (property_identifier) @fn))
(function_declaration name: (identifier) @fn)
(generator_function_declaration name: (identifier) @fn)
(function_expression name: (identifier) @fn)
(method_definition name: (property_identifier) @fn)
(method_signature name: (property_identifier) @fn)
(pair key: (property_identifier) @fn value: [(function_expression) (arrow_function)])
(variable_declarator name: (identifier) @fn value: [(function_expression) (arrow_function)])

(decorator) @meta

(string) @str
(template_string) @str
(regex) @str
(escape_sequence) @esc
(template_substitution) @id
(template_substitution ["${" "}"] @esc)

(number) @num
[(true) (false) (null) (undefined)] @num

(comment) @com
(hash_bang_line) @com

[
  "abstract" "as" "asserts" "async" "await" "break" "case" "catch" "class"
  "const" "continue" "debugger" "declare" "default" "delete" "do" "else" "enum"
  "export" "extends" "finally" "for" "from" "function" "get" "if" "implements"
  "import" "in" "infer" "instanceof" "interface" "is" "keyof" "let" "namespace"
  "new" "of" "override" "private" "protected" "public" "readonly" "return"
  "satisfies" "set" "static" "switch" "throw" "try" "type" "typeof" "using"
  "var" "void" "while" "yield"
  (super) (this)
] @kw
