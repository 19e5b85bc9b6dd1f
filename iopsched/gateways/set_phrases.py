"""Replies that name no time: what can be written, what was taken in, and that there is nothing to choose."""

from __future__ import annotations

from collections.abc import Sequence

from iopsched.domain.reply import Reply, Say
from iopsched.gateways.speech import Speech


class SetPhrases(Speech):
    """Only where texts are answered does any of them name a letter to reply with, but for those about consent."""

    def phrases(self, reply: Reply) -> Sequence[str]:
        """The ways to say it, the fullest first; none for what names a time."""
        match reply.say:
            case Say.HELP:
                return self._help()
            case Say.UNSURE:
                return self._unsure()
            case Say.STOPPED:
                return [self._stopped(is_all=reply.more)]
            case Say.STARTED:
                return [self._("you will get texts from us again. Reply STOP for none.")]
        said = self._nothing().get(reply.say)
        return [said] if said else []

    def _stopped(self, *, is_all: bool) -> str:
        """With what still comes, and how that ends."""
        if is_all:
            return self._("you will hear no more from us, by text or otherwise. Reply START to get texts again.")
        match self.by_mail, self.by_push:
            case True, True:
                return self._(
                    "no more texts from us. E-mail and notifications still come: STOP ALL ends both. "
                    "START brings texts."
                )
            case True, False:
                return self._("no more texts from us. E-mail still comes: STOP ALL ends it. START brings texts.")
            case False, True:
                return self._(
                    "no more texts from us. Notifications still come: STOP ALL ends them. START brings texts."
                )
        return self._("you will get no more texts from us. Reply START to get them again.")

    def _help(self) -> Sequence[str]:
        if self.may_answer:
            return [
                self._(
                    "C confirms, R shows other times, PLAN plans your week, WEEK shows it, WAIT lists what is full. "
                    "STOP ends texts."
                ),
                self._("C, R, PLAN, WEEK or WAIT. STOP ends texts."),
            ]
        if self.phone:
            return [self._("we text you about your times. Questions? Call %(phone)s. STOP ends texts.") % self._call]
        return [self._("we text you about your times. Questions? Call the office. STOP ends texts.")]

    def _unsure(self) -> Sequence[str]:
        if self.may_answer:
            return [
                self._("somebody will read your text. R shows other times, WEEK your week. Emergency? Call 911."),
            ]
        return [self._("somebody will read your text. Emergency? Call 911.")]

    def _nothing(self) -> dict[Say, str]:
        """Where there is nothing to choose, or nothing was chosen."""
        return {
            Say.LAPSED: self._("that number stands for nothing now. R shows other times, WEEK your week."),
            Say.TOO_SOON: self._(
                "that number came before our last text could be read, so nothing was done. Read it, then reply again."
            ),
            Say.NOTHING_SOON: self._("you have nothing today or tomorrow. WEEK shows your week."),
            Say.NOTHING_KEPT: self._("nothing is kept for you right now. R shows other times."),
            Say.NONE_OPEN: self._("nothing that is open fits your week right now. WAIT lists what is full."),
            Say.NO_WAITS: self._("you wait for nothing right now. WAIT lists what is full."),
            Say.NONE_FULL: self._("there is nothing to wait for right now. R shows other times."),
            Say.NOTHING_TO_PLAN: self._("there is nothing to plan right now. WEEK shows your week."),
        }

    @property
    def _call(self) -> dict[str, str]:
        return {"phone": self.phone}
