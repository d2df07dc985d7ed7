using System.Globalization;

namespace ContactCenter.Routing.Tests.Storms;

/// <summary>The test runner loads this assembly; a storm starts it as a process of its own.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args is [Office.Command, var port, var number, var seed]
        ? await Office.RunAsync(Number(port), Number(number), Number(seed))
        : 2;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
