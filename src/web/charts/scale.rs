//! From a share to a place in the drawing.

/// An axis that runs from nothing to a round share just above the largest one shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    start: f64,
    end: f64,
    top: f64,
    step: f64,
}

impl Scale {
    /// The axis for shares up to `highest`, drawn from `start` to `end`.
    pub(super) fn new(highest: f64, start: f64, end: f64) -> Self {
        let step = [0.01, 0.02, 0.05, 0.1, 0.2].into_iter().find(|step| highest <= step * 5.0).unwrap_or(0.25);
        let top = ((highest / step - 1e-9).ceil() * step).clamp(step * 2.0, 1.0);
        Self { start, end, top, step }
    }

    /// Where the share lies in the drawing.
    pub(super) fn at(&self, share: f64) -> f64 {
        self.start + (self.end - self.start) * (share / self.top).clamp(0.0, 1.0)
    }

    /// The shares that get a line.
    pub(super) fn ticks(&self) -> impl Iterator<Item = f64> {
        let (step, top) = (self.step, self.top);
        std::iter::successors(Some(0.0), move |tick| Some(tick + step))
            .take_while(move |tick| *tick <= top + step / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn the_axis_ends_on_a_round_share_above_the_highest() {
        for (highest, ticks) in [(0.043, 6), (0.13, 4), (0.62, 5), (1.0, 6), (0.0, 3)] {
            let scale = Scale::new(highest, 0.0, 100.0);
            assert_eq!(scale.ticks().count(), ticks, "{highest}");
            assert!((0.0..=100.0).contains(&scale.at(highest)));
        }
    }
}
