# E-mail to those who follow changes. Plain text.

mail-what-search = the search ‘{ $text }’
mail-what-firm = { $name } (KvK number { $kvk })
mail-what-body = { $name }

mail-confirm-subject = Confirm that you want to follow changes
mail-confirm-asked = Somebody asked to receive e-mail at this address when { $what } changes in the register.
mail-confirm-do = Was that you? Then open this page within 72 hours and choose ‘Confirm’:
mail-confirm-nothing = If it was not you, or you no longer want this, do nothing. We then send no e-mail and erase this address.

mail-already-subject = You already follow these changes
mail-already-text = You asked for e-mail about changes of { $what } in the register. You already receive it: there is nothing to do.

mail-news-subject = { $count ->
    [one] Change: { $what }
   *[other] { $count } changes: { $what }
}
mail-news-lead = This changed in the register about { $what }:
mail-news-more = { $count ->
    [one] And 1 other change.
   *[other] And { $count } other changes.
}
mail-news-look = See what the register says now:

mail-stop = You receive this message because you follow { $what }. No longer interested? Unsubscribe here:
mail-from = Stelselwacht, register of certification systems
