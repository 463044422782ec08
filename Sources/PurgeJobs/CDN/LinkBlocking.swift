/// A cache whose nodes can refuse links by a deny list, in front of whatever they hold: no refill undoes that.
///
/// It conforms to one of the two ways to reach a deny list, `RequestBlocking` or `ListBlocking`. Either way:
/// - a link is refused in every spelling of its path (`//`, `/./`, `%30` for `0`), on every port, with both schemes. One
///   without a query is refused with any query, one with a query with exactly that: its path may serve other clips;
/// - what it answers then is one of `BlockMark.statuses` with `BlockMark.field`, to any method but those of Purge;
/// - purges and bans of a blocked link work as they do without the block;
/// - blocking what is blocked, and lifting what is not, are successes.
protocol LinkBlocking: CDNAdapter {}
