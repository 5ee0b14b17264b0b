use super::*;
use pulldown_cmark::html::push_html;

/// The block, with entities as one writes them by hand.
fn block(info: &str, text: &str) -> String {
    named(&super::block(info, text))
}

fn named(html: &str) -> String {
    html.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "&lt;")
        .replace("&#62;", "&gt;")
        .replace("&#38;", "&amp;")
}

/// What stands in the block.
fn inner(info: &str, text: &str) -> String {
    let html = block(info, text);
    let (_, rest) = html.split_once("tabindex=\"0\">").unwrap();
    rest.strip_suffix("</code></pre>").unwrap().to_owned()
}

/// The text that a reader sees and copies.
fn text_of(html: &str) -> String {
    let tag = Regex::new("<[^>]*>").unwrap();
    tag.replace_all(html, "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Each line must open and close its own elements.
#[track_caller]
fn assert_lines_are_whole(html: &str) {
    for line in html.split('\n') {
        // The element of a hidden line holds its line end too.
        let line = line.strip_prefix("</span>").unwrap_or(line);
        let open = line.matches("<span").count() - line.matches("class=\"boring\"").count();
        let closed = line.matches("</span>").count();
        let hidden = line.contains("class=\"boring\"") as usize;
        assert!(
            closed == open || closed == open + hidden,
            "{line}\nin:\n{html}"
        );
    }
}

#[test]
fn the_mark_up_is_what_book_js_expects() {
    assert_eq!(
        block("rust,should_panic", "# fn main() {\nlet x = 1;\n# }\n"),
        "<pre><code class=\"language-rust should_panic hljs hide-boring\" tabindex=\"0\">\
         <span class=\"boring\"><span class=\"kw\">fn</span> <span class=\"fn\">main</span>() {\n</span>\
         <span class=\"kw\">let</span> x = <span class=\"num\">1</span>;\n\
         <span class=\"boring\">}</span></code></pre>"
    );
    assert_eq!(
        block("", "a <b>\n"),
        "<pre><code class=\"language-text hljs\" tabindex=\"0\">a &lt;b&gt;</code></pre>"
    );
}

#[test]
fn each_language_gets_its_classes() {
    for (language, text, parts) in [
        (
            "rust",
            "#[derive(Debug)]\nstruct Till<'a> { name: &'a str }\nconst MAX: u8 = b'x';\n\
             fn main() { println!(\"{till}: {:>4} \\n\", v.len()); let v: Vec<u8> = vec![]; \
             'outer: loop { break 'outer } }\n// bye",
            &[
                "<span class=\"meta\">#[derive(</span>",
                "<span class=\"ty\">Till</span>",
                "<span class=\"meta\">'a</span>",
                "<span class=\"num\">MAX</span>",
                "<span class=\"str\">b'x'</span>",
                "<span class=\"fn\">println!</span>",
                "<span class=\"esc\">{till}</span>",
                "<span class=\"esc\">{:&gt;4}</span>",
                "<span class=\"esc\">\\n</span>",
                "<span class=\"fn\"><span class=\"id\">v.</span>len</span>",
                "<span class=\"kw\">break</span> <span class=\"meta\">'outer</span>",
                "<span class=\"com\">// bye</span>",
            ][..],
        ),
        (
            "ts",
            "import { once } from \"node:events\";\nconst sum = async (n: number): Promise<void> => {\n\
             \x20 console.log(`total ${n + 1}`, null, LIMIT, /a+/); // here\n};\nawait Promise.all([sum(1)]);\n\
             interface Order { id: string }",
            &[
                "<span class=\"kw\">import</span>",
                "<span class=\"str\">\"node:events\"</span>",
                "<span class=\"fn\">sum</span>",
                "<span class=\"ty\">number</span>",
                "<span class=\"fn\"><span class=\"id\">console.</span>log</span>",
                "<span class=\"str\">`total </span><span class=\"esc\">${</span>n + ",
                "<span class=\"num\">null</span>",
                "<span class=\"num\">LIMIT</span>",
                "<span class=\"com\">// here</span>",
                "<span class=\"fn\"><span class=\"ty\">Promise</span>.all</span>",
                "<span class=\"ty\">Order</span>",
            ][..],
        ),
        (
            "toml",
            "[package]\nname = \"a\" # b\ntokio = { version = \"1\", x = true }",
            &[
                "[<span class=\"ty\">package</span>]",
                "<span class=\"fn\">name</span> = <span class=\"str\">\"a\"</span> <span class=\"com\"># b</span>",
                "<span class=\"num\">true</span>",
            ][..],
        ),
        (
            "console",
            "$ A=1 cargo test \\\n    --test 'it is' && ls $HOME # all\nok <1>\n",
            &[
                "<span class=\"prompt\">$ </span>A=1 <span class=\"fn\">cargo</span> test \\",
                "    --test <span class=\"str\">'it is'</span> &amp;&amp; <span class=\"fn\">ls</span> \
                 <span class=\"num\">$HOME</span><span class=\"com\"> # all</span>",
                "<span class=\"out\">ok &lt;1&gt;</span>",
            ][..],
        ),
        (
            "sh",
            "echo \"a\"",
            &["<span class=\"fn\">echo</span> <span class=\"str\">\"a\"</span>"][..],
        ),
        ("text", "let \"x\"", &["let \"x\""][..]),
    ] {
        let html = inner(language, text);
        for part in parts {
            assert!(html.contains(part), "{part} not in:\n{html}");
        }
        assert_eq!(text_of(&html), text.trim_end());
        assert_lines_are_whole(&html);
    }
}

#[test]
fn a_message_of_the_compiler_has_its_colors() {
    let text = "\
error[E0277]: `Rc<i32>` cannot be sent
  --> main.rs:8:32
   |
8  | |   let worker = thread::spawn(move || mine[0]);
   |                  ------------- -------^^^^^^^^
   |                  |             |
   |                  |             cannot be sent
   |                  |             within this
   |                  required by this call
...
   | |____^ too long
   |
   = help: within `x`
note: it is used
help: clone it
   |
9  ~     let b = a.clone();
10 -     let b = a;
   |              ++++++++
warning: unused

For more information, ask.";
    let html = inner(DIAGNOSTIC, text);
    for line in [
        "<span class=\"err\">error[E0277]</span>: `Rc&lt;i32&gt;` cannot be sent",
        "<span class=\"gutter\">  --&gt;</span> main.rs:8:32",
        "<span class=\"gutter\">8  | |</span>   let worker = thread::spawn(move || mine[0]);",
        "<span class=\"gutter\">-------------</span> <span class=\"gutter\">-------</span><span class=\"err\">^^^^^^^^</span>",
        "<span class=\"err\">cannot be sent</span>",
        "<span class=\"gutter\">within this</span>",
        "<span class=\"gutter\">required by this call</span>",
        "<span class=\"gutter\">...</span>",
        "<span class=\"err\">____^ too long</span>",
        "<span class=\"gutter\">   =</span> <span class=\"help\">help</span>: within `x`",
        "<span class=\"note\">note</span>: it is used",
        "<span class=\"help\">help</span>: clone it",
        "<span class=\"gutter\">9  </span><span class=\"note\">~ </span>    let b = a.clone();",
        "<span class=\"gutter\">10 </span><span class=\"err\">- </span>    let b = a;",
        "<span class=\"note\">++++++++</span>",
        "<span class=\"warn\">warning</span>: unused",
        "\n\nFor more information, ask.",
    ] {
        assert!(html.contains(line), "{line} not in:\n{html}");
    }
    assert_eq!(text_of(&html), text);
}

#[test]
fn nothing_that_is_not_whole_stops_it() {
    for language in [
        "rust", "ts", "toml", "console", "sh", DIAGNOSTIC, "text", "cobol",
    ] {
        for text in [
            "",
            "\n\n",
            "let s = \"never ends;\nlet t = 1;\n",
            "/* never ends\n * \n",
            "`${`${",
            "$ echo 'never ends\n",
            "<script>alert(\"&amp;\")</script> & 'x'",
            "<b class=\"x\">\u{2028}é日本\t</b>",
            "}}}))) :: .. ?. # ## error[ --> | ^^-",
            "   | é --^^ é\n   |   é é\n",
        ] {
            let html = inner(language, text);
            if language != "rust" {
                let shown = text.strip_suffix('\n').unwrap_or(text);
                assert_eq!(text_of(&html), shown, "{language}");
            }
            assert!(!html.contains("<script") && !html.contains("<b "), "{html}");
            assert_lines_are_whole(&html);
        }
    }
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    for language in ["rust", "ts", "toml", "console", DIAGNOSTIC, "text"] {
        let text = "# a\nlet b = \"c\nd\"; // e\nerror: f\n";
        let windows = text.replace('\n', "\r\n");
        assert_eq!(block(language, &windows), block(language, text));
    }
}

#[test]
fn a_hidden_line_may_stand_within_a_comment_or_a_string() {
    let html = inner("rust", "/* one\n# two\nthree */ let x = \"a\n#  b\nc\";");
    assert_eq!(
        html,
        "<span class=\"com\">/* one</span>\n\
         <span class=\"boring\"><span class=\"com\">two</span>\n</span>\
         <span class=\"com\">three */</span> <span class=\"kw\">let</span> x = <span class=\"str\">\"a</span>\n\
         <span class=\"boring\"><span class=\"str\"> b</span>\n</span>\
         <span class=\"str\">c\"</span>;"
    );
    assert_lines_are_whole(&html);
}

#[test]
fn lines_hide_by_the_rules_of_mdbook() {
    let html = inner("rust", "#[a]\n##[b]\n#\n  # c\n#d\n#![e]");
    assert_eq!(text_of(&html), "#[a]\n#[b]\n\n  c\n#d\n#![e]");
    assert_eq!(html.matches("class=\"boring\"").count(), 2);
    assert!(!inner("ts", "# x").contains("boring"));
    // mdBook would look for marks again if this were one text.
    assert_eq!(inner("rust", "##"), "<span>#</span>");
}

/// mdBook's index puts a space where an element begins.
#[test]
fn no_element_begins_within_a_word() {
    let text = "let x = std::sync::Arc::new(a.b.c()); mpsc::channel::<u8>(); s?.await; \
                println!(\"{total}\"); Ordering::SeqCst; 1.5f32; 'a'; std::thread::spawn";
    let ts = "await Promise.all(x.y.z()); this.seats?.get(LIMIT); new Worker(import.meta.url)";
    let word = Regex::new(r"[\w$]+(?:(?:::|\??\.)[\w$]+)*").unwrap();
    for (language, text) in [("rust", text), ("ts", ts)] {
        let html = inner(language, text);
        let indexed = text_of(&html.replace("<span", " <span"));
        for word in word.find_iter(text) {
            assert!(
                indexed.contains(word.as_str()),
                "{} in {indexed}",
                word.as_str()
            );
        }
    }
    assert_eq!(
        inner("rust", "a::B::c()"),
        "<span class=\"fn\"><span class=\"ty\"><span class=\"id\">a::</span>B</span>::c</span>()"
    );
}

#[test]
fn fences_are_replaced_wherever_they_stand() {
    let page_text = "Text `code`.\n\n```rust\nfn a() {}\n\nfn b() {}\n```\nMore.\n\n\
        - item\n\n  ```ts\n  let a;\n\n  let b;\n  ```\n\n  end\n\n\
        > ~~~~text\n> ```\n>\n> x\n> ~~~~\n> quoted\n\n    indented\n\n```text\nno end";
    let markdown = page(page_text);
    assert!(!markdown.contains("```r") && markdown.contains("\n\n    indented\n\n"));
    let mut html = String::new();
    push_html(&mut html, Parser::new(&markdown));
    for part in [
        "<pre><code class=\"language-rust hljs\" tabindex=\"0\"><span class=\"kw\">fn</span>",
        "{}&#10;&#10;<span",
        "</code></pre>\n<p>More.</p>",
        "<span class=\"kw\">let</span> a;&#10;&#10;",
        "<p>end</p>",
        ">```&#10;&#10;x</code></pre>\n<p>quoted</p>",
        "<pre><code>indented",
        ">no end</code></pre>",
    ] {
        assert!(html.contains(part), "{part} not in:\n{html}");
    }
}

#[test]
fn marked_lines_stand_in_an_element_and_the_word_is_no_class() {
    let html = block("rust,mark-2,no_run", "fn main() {\n    f();\n}");
    assert!(
        html.contains("class=\"language-rust no_run hljs\""),
        "{html}"
    );
    let (before, after) = html.split_once("<span class=\"mark-line\">").unwrap();
    assert!(text_of(before).ends_with("{\n"), "{html}");
    assert_eq!(text_of(&after.replace("&#10;", "\n")), "    f();\n}");
    assert_eq!(text_of(&html), "fn main() {\n    f();\n}");
}
