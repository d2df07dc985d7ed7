using System.ComponentModel.DataAnnotations;
using ContactCenter.Server.Platform;
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

    public BoardDay Of(DateTimeOffset now) => new(TimeZones.StartOfDay(zone, now), zone.Id);
}
