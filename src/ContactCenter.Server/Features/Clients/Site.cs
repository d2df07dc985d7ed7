using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Clients;

/// <summary>A place where agents work.</summary>
public sealed class Site : StreamOwner
{
    Site() { }

    public string Name { get; private set; } = "";
    public string TimeZone { get; private set; } = "";
    public Guid? CalendarId { get; private set; }
    public bool Active { get; private set; }

    public override string StreamKind => "site";
    public override Guid? StreamClient => null;

    public static Site Add(Guid id, string name, string timeZone, Guid? calendar, DateTimeOffset now)
    {
        var site = new Site { Id = id, Name = name, TimeZone = timeZone, CalendarId = calendar, Active = true };
        site.Raise(now, new SiteAdded(id));
        return site;
    }

    public void Change(string name, string timeZone, Guid? calendar, bool active, DateTimeOffset now)
    {
        (Name, TimeZone, CalendarId, Active) = (name, timeZone, calendar, active);
        Raise(now, new SiteChanged(Id, active));
    }
}
