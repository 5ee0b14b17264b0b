//! A lock around a small type of one's own remembers who was first.
use std::sync::{Mutex, RwLock};
use std::thread;

#[derive(Clone, Copy)]
enum Light {
    Off,
    Red,
    Green,
}

#[derive(Clone, Copy)]
struct Pixel {
    _x: i32,
    _y: i32,
    owner: i32,
}

static LIGHT: RwLock<Light> = RwLock::new(Light::Off);
static PIXEL: Mutex<Pixel> = Mutex::new(Pixel { _x: 0, _y: 0, owner: 0 });
static LOG: Mutex<u32> = Mutex::new(0);

fn claim(light: Light, owner: i32) {
    let mut now = LIGHT.write().unwrap();
    if let Light::Off = *now {
        *now = light;
    }
    drop(now);
    let mut pixel = PIXEL.lock().unwrap();
    if pixel.owner == 0 {
        pixel.owner = owner;
    }
}

fn main() {
    let logger = thread::spawn(|| *LOG.lock().unwrap() += 1);
    let other = thread::spawn(|| claim(Light::Green, 2));
    claim(Light::Red, 1);
    other.join().unwrap();
    let log = *LOG.lock().unwrap();
    logger.join().unwrap();
    let light = match *LIGHT.read().unwrap() {
        Light::Off => "off",
        Light::Red => "red",
        Light::Green => "green",
    };
    println!("{light} {} {log}", PIXEL.lock().unwrap().owner);
}
