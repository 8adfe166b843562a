//! Rights on orders of the regulator.

use super::{BodyDuty, Organisation, Permit, RegulatorDuty, Right, Role};

/// Draft an order, give it as a second person, and judge what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiveOrders;

/// See the orders that were given to this organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeOrders(pub Organisation);

/// Tell the regulator in the name of this organisation that an order was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerOrders(pub Organisation);

impl Right for GiveOrders {
    fn belongs_to(&self, role: &Role) -> bool {
        *role == Role::Regulator(RegulatorDuty::Supervisor)
    }
}

impl Right for SeeOrders {
    fn belongs_to(&self, role: &Role) -> bool {
        self.0 != Organisation::Regulator && role.organisation() == self.0
    }
}

impl Right for AnswerOrders {
    fn belongs_to(&self, role: &Role) -> bool {
        let answers =
            matches!(role, Role::SchemeOwner(_) | Role::Body(_, BodyDuty::Administrator | BodyDuty::Deliverer));
        answers && role.organisation() == self.0
    }
}

impl Permit<SeeOrders> {
    /// The organisation whose orders may be seen.
    pub fn organisation(&self) -> &Organisation {
        &self.right.0
    }
}

impl Permit<AnswerOrders> {
    /// The organisation that may answer.
    pub fn organisation(&self) -> &Organisation {
        &self.right.0
    }
}
