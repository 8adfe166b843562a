# How verdicts and signals come about.

method-title = Method: how verdicts and signals come about
method-lead = TloKB, the regulator, supervises certification bodies. This page explains how Stelselwacht holds the decisions of those bodies against their own scheme. Anyone can repeat the calculation.
method-verdict = From audit to verdict
method-verdict-step-1 = A body audits a certified firm and records the nonconformities that it finds.
method-verdict-step-2 = The sanction matrix of the scheme says which measure belongs to them, and within which term. What counts is the version of the scheme on the day of the audit.
method-verdict-step-3 = Stelselwacht compares the prescribed measure with the decision that the body took. The verdict is: conforms, too light, too heavy, too late, or no decision.
method-verdict-step-4 = A decision that was revoked after an objection does not count any more, and all verdicts that depend on it are made anew.
method-verdict-text = Too heavy is a deviation as well. Within a scheme, a firm may expect the same treatment everywhere.
method-norm = Deviating from the norm
method-norm-text = For each body and scheme we count, over twelve months, how often the decision deviates from the matrix. The norm is that at most { $tolerance } deviate. We work out how likely the number found would be if the body kept to the norm (exact binomial test), and the interval that holds the real share with 95% certainty (Clopper-Pearson).
method-norm-text-2 = Because we look at several bodies at once, the probability is adjusted by the method of Holm. Below { $attention } there is a signal, below { $alarm } an alarm. With fewer than { $fewest } verdicts a body cannot be judged; the page then says so.
method-norm-text-3 = The norm comes before the comparison. If all bodies deviate in the same way, comparing them with each other shows nothing.
method-policy = A policy of its own
method-policy-text = If in a certain case a body mostly imposes another measure than the matrix prescribes, we call that a policy of its own. We do so only with { $fewest } or more decisions, and if the lower bound of the share is above one half.
method-equality = Equal treatment within a scheme
method-equality-text = For each case we compare which measures the bodies impose (chi-squared and Cramér’s V). If the numbers are small, the page says that the outcome is only an indication. Differences between schemes are allowed and never give a signal.
method-silence = Silence
method-silence-text = A matrix cannot see what is not found. That is why we also compare how many nonconformities a body finds per audit with what the other bodies find, and watch for deliveries that do not come.
method-drift = Drift
method-drift-text = Each body has a running score (CUSUM) that rises with a decision that deviates and falls with one that conforms. The score looks for a shift from { $good } to { $bad } deviating decisions. At { $limit } there is a signal, and the score starts again from nought.
method-limits = What a signal does and does not say
method-limits-text = A signal says: look here, and why. It is no judgement of a body. Somebody of TloKB judges every signal. Bodies stand in order of their names: this is no ranking.
