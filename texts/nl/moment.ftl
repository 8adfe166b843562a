# The day that a page is about, and the day whose knowledge it shows.

moment-then = Wat zei het register toen?
moment-day = Over welke dag wilt u het weten?
moment-day-range = U kunt kiezen van { $first } tot en met { $last }.
moment-day-of-work = Bijvoorbeeld de dag waarop aan uw toestel is gewerkt. { $range }
moment-known = Wat stond er op deze dag in het register?
moment-known-help = Laat dit leeg, tenzij u wilt zien wat het register toen zei. U kunt kiezen van { $first } tot en met { $last }.
moment-show = Toon deze dag
moment-back = Terug naar vandaag
moment-said = Dit stond op { $known } in het register over { $day }.
moment-past = U bekijkt { $day }. Het kan nu anders zijn.
moment-future = U bekijkt { $day }. Dat is een dag die nog komt: dit klopt alleen als er niets verandert.
moment-refused = Het register kan de dag die u vroeg niet tonen
moment-refused-now = U ziet hieronder het antwoord voor vandaag, { $day }. Wat er niet goed is, leest u bij het veld waar u de dag invult.
moment-no-day = Dit is geen bestaande dag. Schrijf een dag zoals 31-12-2025. U ziet nu de gegevens van vandaag.
moment-outside = Over deze dag kan het register niets zeggen. Kies een dag van { $first } tot en met { $last }. U ziet nu de gegevens van vandaag.
moment-not-yet-word = Nog niet in het register
moment-not-yet = { $name } stond op { $known } nog niet in het register.
moment-not-yet-later = Kies een latere dag, of kijk wat het register nu zegt.
