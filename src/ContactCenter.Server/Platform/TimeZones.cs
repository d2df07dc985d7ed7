using NodaTime;

namespace ContactCenter.Server.Platform;

/// <summary>Time zones by their IANA names, from the library's own tables: every node knows the same ones.</summary>
public static class TimeZones
{
    /// <summary>The name if there is such a zone. A browser may know newer ones than we do: to a visitor that is no error.</summary>
    public static string? Known(string? name) => Find(name)?.Id;

    /// <summary>Null for what is no zone of the tables; an offset such as UTC+05 is none.</summary>
    public static DateTimeZone? Find(string? name) =>
        name is not null && DateTimeZoneProviders.Tzdb.Ids.Contains(name) ? DateTimeZoneProviders.Tzdb[name] : null;

    /// <summary>When the day began there that it is now.</summary>
    public static DateTimeOffset StartOfDay(DateTimeZone zone, DateTimeOffset now) =>
        zone.AtStartOfDay(Instant.FromDateTimeOffset(now).InZone(zone).Date).ToInstant().ToDateTimeOffset();
}
