namespace ContactCenter.Server.Tests.AppHost;

/// <summary>A data folder that everyone may enter and that goes with the test.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("contactcenter-data-");

    public DataFolder() => File.SetUnixFileMode(Path, File.GetUnixFileMode(Path)
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
