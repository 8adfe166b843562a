# Certification bodies. { $tense } is past, today or future.

bodies-title = Certificerende instellingen
bodies-lead = Deze instellingen mogen bedrijven certificeren. Zij controleren het werk van die bedrijven en nemen maatregelen als het niet goed gaat. TloKB houdt toezicht op de instellingen.
bodies-caption = Certificerende instellingen op naam
bodies-empty = Er zijn nog geen instellingen aangewezen.
bodies-column-body = Instelling
bodies-column-for = Aangewezen voor
bodies-column-firms = Bedrijven
bodies-none = geen schema

bodies-may = { $tense ->
    [past] { $name } mocht op { $day } bedrijven certificeren volgens { $schemes }.
    [future] { $name } mag op { $day }, als er niets verandert, bedrijven certificeren volgens { $schemes }.
   *[today] { $name } mag vandaag, { $day }, bedrijven certificeren volgens { $schemes }.
 }
bodies-may-not = { $tense ->
    [past] { $name } mocht op { $day } geen bedrijven certificeren.
    [future] { $name } mag op { $day }, als er niets verandert, geen bedrijven certificeren.
   *[today] { $name } mag vandaag, { $day }, geen bedrijven certificeren.
 }
bodies-code = Code in dit register
bodies-kvk = KvK-nummer
bodies-firms = Bedrijven die vandaag mogen werken
bodies-designations = Aanwijzingen
bodies-designations-text = Een instelling mag alleen certificeren volgens schema’s waarvoor zij is aangewezen.
bodies-designations-of = Aanwijzingen van { $name }
bodies-no-designation = Deze instelling is nog voor geen schema aangewezen.
bodies-column-scheme = Schema
bodies-column-from = Vanaf
bodies-column-until = Tot
bodies-column-status = Op deze dag
bodies-open = geen einddatum
bodies-designated = aangewezen
bodies-not-yet = nog niet
bodies-ended = beëindigd
bodies-suspended = geschorst
bodies-withdrawn = ingetrokken
bodies-scheme-ended = schema niet aangewezen
bodies-usable = Niet aangewezen sinds { $since }. Certificaten van deze instelling blijven bruikbaar tot en met { $last }, of korter als ze eerder aflopen.
bodies-usable-scheme = Het schema is niet aangewezen sinds { $since }. Certificaten blijven bruikbaar tot en met { $last }, of korter als ze eerder aflopen.
