use std::sync::mpsc;

fn main() {
    let (tx, rx) = mpsc::channel();

    let mut pixels: Vec<u8> = vec![255, 128, 0];
    println!("before: {} bytes", pixels.len());

    tx.send(pixels).unwrap();

    pixels[0] = 64;
    println!("received: {:?}", rx.recv());
}
