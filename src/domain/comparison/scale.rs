//! One ladder for the measures of two matrices.

use std::collections::HashMap;

use crate::domain::identifiers::MeasureCode;
use crate::domain::matrix::{Effect, Matrix};

/// The measures of two matrices on one ladder: by what they do to the certificate (geen, schorst, beëindigt), and among equals
/// by weight. A measure that both know under one code with one effect stands on one rung. The lightest stands on 1; 0 is for
/// where nothing is prescribed.
#[derive(Debug, Clone)]
pub struct Scale {
    left: HashMap<MeasureCode, i32>,
    right: HashMap<MeasureCode, i32>,
}

const EFFECTS: [Effect; 3] = [Effect::None, Effect::Suspends, Effect::Ends];

impl Scale {
    /// The common ladder of these two.
    pub fn of(left: &Matrix, right: &Matrix) -> Self {
        let mut scale = Self { left: HashMap::new(), right: HashMap::new() };
        let mut below = 0_i32;
        for effect in EFFECTS {
            let own = measures(left, effect);
            let other = measures(right, effect);
            let ladder = merged(&own, &other);
            for (level, code) in (below + 1..).zip(&ladder) {
                if own.contains(code) {
                    scale.left.insert((*code).clone(), level);
                }
                if other.contains(code) {
                    scale.right.insert((*code).clone(), level);
                }
                below = level;
            }
        }
        scale
    }

    /// The rung of a measure of the left matrix.
    pub fn left(&self, measure: &MeasureCode) -> Option<i32> {
        self.left.get(measure).copied()
    }

    /// The rung of a measure of the right matrix.
    pub fn right(&self, measure: &MeasureCode) -> Option<i32> {
        self.right.get(measure).copied()
    }
}

fn measures(matrix: &Matrix, effect: Effect) -> Vec<&MeasureCode> {
    matrix.measures().iter().filter(|measure| measure.effect == effect).map(|measure| &measure.code).collect()
}

/// The left ladder with what only the right one has, each behind what stands before it there.
fn merged<'a>(left: &[&'a MeasureCode], right: &[&'a MeasureCode]) -> Vec<&'a MeasureCode> {
    let mut ladder = left.to_vec();
    let mut behind = 0;
    for code in right {
        if let Some(known) = ladder.iter().position(|own| own == code) {
            behind = known + 1;
        } else {
            ladder.insert(behind, code);
            behind += 1;
        }
    }
    ladder
}
