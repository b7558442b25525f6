//! Chance that can be repeated: splitmix64.

/// What comes of a seed is always the same.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ it >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ it >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ it >> 31
    }

    /// From 0 up to `end`, which it never is.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    pub fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

#[test]
fn a_seed_says_what_comes_of_it() {
    let rolls = |seed| {
        let mut dice = Dice::new(seed);
        [dice.roll(), dice.roll(), dice.below(10)]
    };
    assert_eq!(rolls(0), [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, rolls(0)[2]]);
    assert_eq!(rolls(7), rolls(7));
    assert_ne!(rolls(7), rolls(8));
}
