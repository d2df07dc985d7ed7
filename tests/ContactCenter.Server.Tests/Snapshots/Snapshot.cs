namespace ContactCenter.Server.Tests.Snapshots;

/// <summary>A generated file that is kept in the checkout, so that its changes are read before they are released.</summary>
internal static class Snapshot
{
    public static bool Updates => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOT") == "1";

    public static void Check(string file, string present)
    {
        if (Updates)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, present);
            return;
        }

        var kept = File.Exists(file) ? File.ReadAllText(file) : "";
        if (kept == present) return;
        string[] before = kept.Split('\n'), now = present.Split('\n');
        var line = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{file} is not current from line {line + 1} on. UPDATE_SNAPSHOT=1 dotnet test --filter Snapshots writes it anew."
            + $"{Environment.NewLine}kept: {before.ElementAtOrDefault(line)}{Environment.NewLine}now:  {now.ElementAtOrDefault(line)}");
    }
}
