namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>The product's own files, as they stand in the checkout.</summary>
internal static class SourceTree
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "dist", ".git", ".data"];

    public static string Root { get; } = FindRoot();

    public static string In(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Under(new DirectoryInfo(In(folder)))
            .Where(f => extensions.Length == 0 || extensions.Contains(f.Extension, StringComparer.Ordinal))
            .Select(f => Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(In(file));

    private static IEnumerable<FileInfo> Under(DirectoryInfo folder)
    {
        if (!folder.Exists) return [];
        return folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(d => !NotOurs.Contains(d.Name, StringComparer.Ordinal)).SelectMany(Under));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ContactCenter.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the checkout; there is no ContactCenter.sln above them.");
    }
}
