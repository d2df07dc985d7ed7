using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using NodaTime;

namespace ContactCenter.Server.Features.Supervision;

public sealed class ReportingSettings
{
    /// <summary>The IANA time zone in which the operator's days begin.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";
}

/// <summary>The operator's day: when today began, wherever the screen is that asks.</summary>
public sealed class ReportingDay(IOptions<ReportingSettings> settings)
{
    readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb[settings.Value.TimeZone];

    public static bool Knows(string timeZone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not null;

    public BoardDay Of(DateTimeOffset now) => new(zone.AtStartOfDay(Instant.FromDateTimeOffset(now).InZone(zone).Date).ToInstant().ToDateTimeOffset(), zone.Id);
}
