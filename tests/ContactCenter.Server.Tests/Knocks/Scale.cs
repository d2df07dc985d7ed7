namespace ContactCenter.Server.Tests.Knocks;

/// <summary>The same tests small, in seconds, or at full size: CC_SCALE=full.</summary>
internal static class Scale
{
    public static bool Full => Environment.GetEnvironmentVariable("CC_SCALE") == "full";

    public static T Of<T>(T small, T full) => Full ? full : small;
}

/// <summary>Tests that break things on purpose and measure seconds: one after another, when nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "Knocks";
}
