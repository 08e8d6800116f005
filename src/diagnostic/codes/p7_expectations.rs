//! P7: expectations.

use super::family;

family! { EXPECTATIONS:
    P701 = "broken-expectation", Error, "A figure is not what `expect` says it should be.",
        "An expectation under `expect` is a promise that planc checks: in planc.yaml about the portfolio's \
         figures, in a plan about that account's own, always over the twelve months to the day of the figures. \
         The message says what was expected, what it is and by how much it is missed; the help and the marked \
         places say what moved it most. Mend what moved it, or change the promise.",
        bad "expect: [completeness > 100%]\n",
        good "expect: [completeness >= 10%]\n";
    P702 = "expectation-without-value", Error, "A figure that `expect` names has no value.",
        "A figure that can't be computed is never taken for 0 or 100 %: whether the expectation holds is not \
         known, and the message says why. Record what the figure is made of, or take the line out until there \
         is something to measure.",
        bad "expect: [time_to_resolution <= 48]\n",
        good "expect: [arr >= 0]\n";
    P703 = "unreadable-expectation", Error, "An expectation can't be read.",
        "An expectation is a figure's name, a comparison (`>=`, `>`, `<=`, `<` or `==`) and a number written as \
         that figure is: a share as `95%`, money as `200k`, points, hours and scores as `42`. The names are those \
         of the figure reference: arr, nrr, grr, client_retention, renewal_rate, gross_value_renewal_rate, \
         net_value_renewal_rate, upsell_cross_sell, csat, nps, time_to_resolution, health, completeness.",
        bad "expect: [grr >= 95]\n",
        good "expect: [completeness >= 10%]\n";
}
