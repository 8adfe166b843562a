feed-title = Wijzigingen in het register
feed-title-search = Wijzigingen bij de zoekopdracht ‘{ $text }’
feed-title-of = Wijzigingen bij { $name }
feed-day = Status op { $day }
