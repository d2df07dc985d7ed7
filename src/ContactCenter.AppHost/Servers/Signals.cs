using System.Runtime.InteropServices;

namespace ContactCenter.AppHost.Servers;

/// <summary>Signals by number; two of them differ between Linux and macOS.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;
    public static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>A process that has gone meanwhile is no error.</summary>
    public static void Send(int process, int signal) => _ = KillProcess(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int KillProcess(int process, int signal);
}
