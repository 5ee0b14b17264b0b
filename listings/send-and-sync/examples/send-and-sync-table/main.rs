use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

struct Ask<T>(T);

// These constants exist only where T has the trait...
impl<T: Send> Ask<T> {
    const SEND: bool = true;
}
impl<T: Sync> Ask<T> {
    const SYNC: bool = true;
}

// ...and the compiler takes these where it finds no others.
trait Otherwise {
    const SEND: bool = false;
    const SYNC: bool = false;
}
impl<T> Otherwise for Ask<T> {}

macro_rules! marks {
    ($type:ty) => {
        match (<Ask<$type>>::SEND, <Ask<$type>>::SYNC) {
            (true, true) => "both",
            (true, false) => "Send",
            (false, true) => "Sync",
            (false, false) => "-",
        }
    };
}

macro_rules! table {
    ($($row:ty),*) => {$({
        type Row<T> = $row;
        println!(
            "{:24}{:6}{:6}{:6}{}",
            stringify!($row),
            marks!(Row<u32>),
            marks!(Row<Cell<u32>>),
            marks!(Row<MutexGuard<'static, u32>>),
            marks!(Row<Rc<u32>>),
        );
    })*};
}

fn main() {
    println!("{:24}u32   Cell  Guard Rc", "T =");
    table! {
        T, &'static T, *const T, Vec<T>,
        Cell<T>, RefCell<T>, Mutex<T>, RwLock<T>,
        MutexGuard<'static, T>, Rc<T>, Arc<T>,
        Sender<T>, Receiver<T>
    }
}
