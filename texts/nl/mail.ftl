# E-mail to those who follow changes. Plain text.

mail-what-search = de zoekopdracht ‘{ $text }’
mail-what-firm = { $name } (KvK-nummer { $kvk })
mail-what-body = { $name }

mail-confirm-subject = Bevestig dat u wijzigingen wilt volgen
mail-confirm-asked = Iemand vroeg om op dit adres e-mail te krijgen bij wijzigingen van { $what } in het register.
mail-confirm-do = Was u dat? Open dan binnen 72 uur deze pagina en kies ‘Bevestigen’:
mail-confirm-nothing = Was u dat niet, of wilt u het niet meer? Doe dan niets. Wij sturen dan geen e-mail en wissen dit adres.

mail-already-subject = U volgt deze wijzigingen al
mail-already-text = U vroeg om e-mail bij wijzigingen van { $what } in het register. Die krijgt u al: u hoeft niets te doen.

mail-news-subject = { $count ->
    [one] Wijziging bij { $what }
   *[other] { $count } wijzigingen bij { $what }
}
mail-news-lead = Dit veranderde in het register bij { $what }:
mail-news-more = { $count ->
    [one] En nog 1 andere wijziging.
   *[other] En nog { $count } andere wijzigingen.
}
mail-news-look = Wat het register nu zegt, ziet u hier:

mail-stop = U krijgt dit bericht omdat u { $what } volgt. Wilt u dat niet meer? Meld u hier af:
mail-from = Stelselwacht, register van certificatiestelsels
