fn checksum(text: &str) -> u32 {
    text.bytes().fold(0, |sum, byte| sum * 31 + u32::from(byte))
}

fn main() {
    println!("{}", checksum("tea"));
    println!("{}", checksum("tea, two cups"));
}
