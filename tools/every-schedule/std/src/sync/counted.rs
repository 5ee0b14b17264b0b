//! What reads the counts of an `Arc`. `Arc` is std's own, so the explorer
//! renames it in these calls; they are allowed while no other thread lives.
use crate::rt;
use ::std::marker::PhantomData;
use ::std::sync::Arc;

/// Stands for `Arc` in `Arc::strong_count` and its like.
#[doc(hidden)]
#[allow(non_camel_case_types)]
pub struct Ar_<T: ?Sized>(PhantomData<T>);

/// What is read depends on what the others did, so it has been seen.
#[track_caller]
fn look<T: ?Sized>(a: &Arc<T>) {
    rt::alone();
    rt::observe((Arc::strong_count(a) as u64) << 32 | Arc::weak_count(a) as u64);
}

impl<T: ?Sized> Ar_<T> {
    #[track_caller]
    pub fn strong_count(a: &Arc<T>) -> usize {
        look(a);
        Arc::strong_count(a)
    }
    #[track_caller]
    pub fn weak_count(a: &Arc<T>) -> usize {
        look(a);
        Arc::weak_count(a)
    }
    #[track_caller]
    pub fn get_mut(a: &mut Arc<T>) -> Option<&mut T> {
        look(a);
        Arc::get_mut(a)
    }
}
impl<T> Ar_<T> {
    #[track_caller]
    pub fn make_mut(a: &mut Arc<T>) -> &mut T
    where
        T: Clone,
    {
        look(a);
        Arc::make_mut(a)
    }
    #[track_caller]
    pub fn try_unwrap(a: Arc<T>) -> Result<T, Arc<T>> {
        look(&a);
        Arc::try_unwrap(a)
    }
    #[track_caller]
    pub fn into_inner(a: Arc<T>) -> Option<T> {
        look(&a);
        Arc::into_inner(a)
    }
    #[track_caller]
    pub fn unwrap_or_clone(a: Arc<T>) -> T
    where
        T: Clone,
    {
        look(&a);
        Arc::unwrap_or_clone(a)
    }
}
