feed-title = Changes in the register
feed-title-search = Changes: the search ‘{ $text }’
feed-title-of = Changes: { $name }
feed-day = Status on { $day }
