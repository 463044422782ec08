/// What a row of an inventory turned out to be.
enum InventoryRow {
    case clip(Clip)
    case bad(RowFlaw)
    /// Nothing stands there, and nothing is missing.
    case blank
    /// There is no row: the file ends here.
    case end
}
