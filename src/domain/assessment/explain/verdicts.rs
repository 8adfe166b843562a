//! From what was decided to the verdicts.

use super::{Story, on};
use crate::domain::assessment::{Imposed, Prescription, Recovery, Trace, Verdict};

impl Story<'_> {
    pub(super) fn decisions(&mut self, trace: &Trace) {
        for decision in &trace.decisions {
            let kind = if decision.follow_up { "Vervolgbesluit" } else { "Besluit" };
            let measure = self.measure(&decision.measure);
            let what = format!("{kind} {} van {}: {measure}.", decision.id, on(decision.date));
            self.say(match decision.revoked_on {
                Some(day) => format!("{what} Het is herroepen op {} en telt niet mee.", on(day)),
                None => what,
            });
        }
        let live = trace.decisions.iter().filter(|decision| !decision.follow_up && decision.revoked_on.is_none());
        if let (Some(imposed), 2..) = (&self.assessment.imposed, live.count()) {
            self.say(format!(
                "Van deze besluiten telt {}: het zwaarste, en bij gelijke het vroegste.",
                imposed.decision
            ));
        }
    }

    pub(super) fn verdicts(&mut self, trace: &Trace) {
        for verdict in &self.assessment.verdicts {
            let sentence = self.verdict(*verdict);
            self.say(format!("Oordeel {verdict}: {sentence}"));
        }
        if let Some(recovery) = &self.assessment.recovery {
            self.recovered(recovery);
        }
        let only_follow_up = self.assessment.imposed.is_none()
            && trace.decisions.iter().any(|decision| decision.follow_up && decision.revoked_on.is_none());
        if only_follow_up {
            self.say("Een vervolgbesluit telt hier niet: het kan alleen op een eerder besluit volgen.".to_owned());
        }
    }

    /// Says why no follow-up is judged where one might be expected.
    fn recovered(&mut self, recovery: &Recovery) {
        let until = on(recovery.until);
        match recovery.established_on {
            Some(day) if day <= recovery.until => {
                self.say(format!("Herstel is vastgesteld op {}, binnen de termijn tot en met {until}.", on(day)));
            }
            Some(day) if recovery.follow_up.is_none() && day <= recovery.follow_up_by => self.say(format!(
                "Herstel is vastgesteld op {}: na de termijn tot en met {until}, maar voordat een vervolgbesluit er moest \
                 zijn ({}). Een vervolgbesluit is daarom niet nodig.",
                on(day),
                on(recovery.follow_up_by)
            )),
            _ if recovery.overdue && self.assessment.verdicts.iter().all(|verdict| !verdict.is_about_follow_up()) => {
                self.say(format!(
                    "Herstel was er niet op {until}, het einde van de termijn. Het vervolgbesluit is zoals de matrix het \
                     voorschrijft, en kwam op tijd: uiterlijk op {}.",
                    on(recovery.follow_up_by)
                ));
            }
            _ if !recovery.overdue => self.say(format!("De hersteltermijn loopt tot en met {until}.")),
            _ => {}
        }
    }

    fn verdict(&self, verdict: Verdict) -> String {
        let a = self.assessment;
        match (verdict, &a.prescribed, &a.imposed) {
            (Verdict::NoNonconformity, ..) => "er telt geen afwijking en er is geen besluit.".to_owned(),
            (Verdict::Groundless, _, Some(imposed)) => format!(
                "besluit {} legt een maatregel op ({}), maar er is geen afwijking die telt.",
                imposed.decision,
                self.measure(&imposed.measure)
            ),
            (Verdict::Open, Some(prescribed), _) => {
                format!("er is nog geen besluit; dat mag nog tot en met {}.", on(prescribed.decide_by))
            }
            (Verdict::NoDecision, Some(prescribed), _) => {
                format!("er is geen besluit, en dat moest er uiterlijk op {} zijn.", on(prescribed.decide_by))
            }
            (_, Some(prescribed), Some(imposed)) => self.compared(verdict, prescribed, imposed),
            _ => String::new(),
        }
    }

    fn compared(&self, verdict: Verdict, prescribed: &Prescription, imposed: &Imposed) -> String {
        let measures = format!(
            "opgelegd is {}, voorgeschreven {}",
            self.measure(&imposed.measure),
            self.measure(&prescribed.measure)
        );
        let rungs = match self.assessment.steps.unwrap_or_default().unsigned_abs() {
            1 => "één stap".to_owned(),
            many => format!("{many} stappen"),
        };
        match verdict {
            Verdict::TooLight => format!("{measures}; dat is {rungs} te licht."),
            Verdict::TooHeavy => format!("{measures}; dat is {rungs} te zwaar."),
            Verdict::TooLate => format!(
                "het besluit is van {} en moest er uiterlijk op {} zijn; dat is {} te laat.",
                on(imposed.date),
                on(prescribed.decide_by),
                days(self.assessment.days_late.unwrap_or_default())
            ),
            Verdict::RecoveryTermMissing | Verdict::RecoveryTermTooLong => {
                self.recovery_term(verdict, prescribed, imposed)
            }
            Verdict::Conforms => "het besluit is zoals de matrix het voorschrijft.".to_owned(),
            _ => match &self.assessment.recovery {
                Some(recovery) => self.followed_up(verdict, prescribed, recovery),
                None => String::new(),
            },
        }
    }

    fn recovery_term(&self, verdict: Verdict, prescribed: &Prescription, imposed: &Imposed) -> String {
        let Some(term) = prescribed.recover_within else { return String::new() };
        let longest = on(term.end_after(imposed.date, self.matrix.prolongs()));
        match imposed.recovery_until {
            Some(until) if verdict == Verdict::RecoveryTermTooLong => format!(
                "het besluit geeft tijd voor herstel tot en met {}; de regel staat {term} toe, dus tot en met {longest}.",
                on(until)
            ),
            _ => format!(
                "het besluit noemt geen termijn voor herstel; de regel vraagt er een van ten hoogste {term}, dus tot en \
                 met {longest}."
            ),
        }
    }

    fn followed_up(&self, verdict: Verdict, prescribed: &Prescription, recovery: &Recovery) -> String {
        let next = self.matrix.rules().get(prescribed.rule).and_then(|rule| rule.follow_up.as_ref());
        let Some(next) = next else { return String::new() };
        let measure = self.measure(&next.measure);
        let by = on(recovery.follow_up_by);
        let late = format!("herstel was er niet op {}, het einde van de termijn", on(recovery.until));
        match (verdict, &recovery.follow_up) {
            (Verdict::FollowUpTooLight | Verdict::FollowUpTooHeavy, Some(taken)) => format!(
                "{late}; daarop volgde {}, voorgeschreven is {measure}. Dat is te {}.",
                self.measure(&taken.measure),
                if verdict == Verdict::FollowUpTooLight { "licht" } else { "zwaar" }
            ),
            (Verdict::FollowUpTooLate, Some(taken)) => format!(
                "{late}; het vervolgbesluit {} is van {} en moest er uiterlijk op {by} zijn.",
                taken.decision,
                on(taken.date)
            ),
            (Verdict::NotFollowedUp, _) => {
                format!("{late}; een vervolgbesluit ({measure}) moest er uiterlijk op {by} zijn en is er niet.")
            }
            _ => format!("{late}; een vervolgbesluit ({measure}) kan nog tot en met {by}."),
        }
    }
}

fn days(count: i64) -> String {
    if count == 1 { "1 dag".to_owned() } else { format!("{count} dagen") }
}
