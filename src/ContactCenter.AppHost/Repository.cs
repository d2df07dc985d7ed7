using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>The checkout that this program was built from: it lies above the program itself.</summary>
internal static class Repository
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ContactCenter.sln"))) return folder.FullName;
        }

        throw new HostException("There is no ContactCenter.sln above this program. It runs from a checkout, for development; see infra/ for servers.");
    }
}
