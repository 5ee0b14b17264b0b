use rayon::prelude::*;

// How many items did rayon put into each piece of the work?
fn pieces(items: impl ParallelIterator) -> Vec<u32> {
    items.fold(|| 0, |count, _| count + 1).collect()
}

fn main() -> Result<(), rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()?;

    pool.install(|| {
        println!("threads: {}", rayon::current_num_threads());

        let ten = || (0..10u32).into_par_iter();
        println!("{:?}", pieces(ten().with_max_len(1)));
        println!("{:?}", pieces(ten().with_min_len(5)));
        println!("{:?}", pieces(ten().with_min_len(10)));

        let many = (0..200_000u32).into_par_iter();
        println!("{:?}", pieces(many.with_min_len(50_000)));
    });
    Ok(())
}
