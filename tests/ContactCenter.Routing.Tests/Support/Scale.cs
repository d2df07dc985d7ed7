namespace ContactCenter.Routing.Tests.Support;

/// <summary>The same tests small, in seconds, or at full size: CC_SCALE=full.</summary>
internal static class Scale
{
    public static bool Full => Environment.GetEnvironmentVariable("CC_SCALE") == "full";
}
