use std::thread;

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn main() {
    let order = "tea coffee tea cake";
    let (left, right) = order.split_at(order.len() / 2);
    let total = thread::scope(|scope| {
        let left = scope.spawn(|| words(left));
        let right = scope.spawn(|| words(right));
        left.join().unwrap() + right.join().unwrap()
    });
    println!("in one piece: {}", words(order));
    println!("in two:       {total}");
}
