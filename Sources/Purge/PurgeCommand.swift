import ArgumentParser

@main struct PurgeCommand: ParsableCommand { mutating func run() { print("x") } }
