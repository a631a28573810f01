//! What the controllers ask for in one tick.

use crate::show::ShowCommand;
use crate::timeline::ClockTime;

/// The commands of one tick, each with its time. Of what a fader or a dial asks for in one tick
/// only the sum is kept: thousands of messages a second are one movement for each picture.
#[derive(Default)]
pub struct Commanded {
    all: Vec<(ClockTime, ShowCommand)>,
    when: ClockTime,
    fresh: Vec<ShowCommand>,
}

impl Commanded {
    /// Where to put those of this time.
    pub fn at(&mut self, when: ClockTime) -> &mut Vec<ShowCommand> {
        self.merge();
        self.when = when;
        &mut self.fresh
    }

    fn merge(&mut self) {
        for command in self.fresh.drain(..) {
            match (self.all.last_mut(), &command) {
                (
                    Some((when, ShowCommand::ScrubFollow { along })),
                    ShowCommand::ScrubFollow { along: to },
                ) => {
                    (*when, *along) = (self.when, *to);
                }
                (
                    Some((when, ShowCommand::ScrubTurn { along })),
                    ShowCommand::ScrubTurn { along: by },
                ) => {
                    (*when, *along) = (self.when, *along + by);
                }
                _ => self.all.push((self.when, command)),
            }
        }
    }

    /// All of them, in their order.
    pub fn all(mut self) -> Vec<(ClockTime, ShowCommand)> {
        self.merge();
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_movements_the_newest_place_and_the_sum_of_turns_are_kept() {
        let mut commanded = Commanded::default();
        let turn = |along| ShowCommand::ScrubTurn { along };
        let follow = |along| ShowCommand::ScrubFollow { along };
        for (at, command) in [
            (1, follow(1.0)),
            (2, follow(2.0)),
            (3, ShowCommand::Hold),
            (4, follow(3.0)),
            (5, turn(0.25)),
            (6, turn(0.5)),
        ] {
            commanded.at(ClockTime(at)).push(command);
        }
        let at = |at, command| (ClockTime(at), command);
        assert_eq!(
            commanded.all(),
            [at(2, follow(2.0)), at(3, ShowCommand::Hold), at(4, follow(3.0)), at(6, turn(0.75))]
        );
    }
}
