use std::thread;

fn main() {
    let cart = vec![1250, 399];
    let mut wish_list = cart.clone(); // a copy, as written

    let pricing = thread::spawn(move || {
        println!("worker: the cart holds {cart:?}");
        cart // moves back out through join
    });
    let cart = pricing.join().unwrap();

    wish_list.push(870);
    println!("main: the cart holds {cart:?}");
    println!("main: the wish list holds {wish_list:?}");
}
