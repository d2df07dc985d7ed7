using System.Text.RegularExpressions;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContactCenter.Server.Features.Channels;

sealed record WidgetView(
    Guid Id, Guid ClientId, Guid QueueId, string Key, string Name, string Title, string Greeting, string OfflineText, string Colour,
    IReadOnlyList<string> AllowedOrigins, bool Active, PreChat PreChat, WidgetTheme Theme, bool AsksSatisfaction, long Version);

sealed record NewWidget(
    Guid ClientId, Guid QueueId, string Key, string Name, string Title, IReadOnlyList<string> AllowedOrigins,
    string Greeting = "", string OfflineText = "", string Colour = ChangeWidgets.StandardColour, bool Active = true,
    PreChat? PreChat = null, WidgetTheme? Theme = null, bool AsksSatisfaction = false);

/// <summary>Client and key may be sent back as they were read; they never change. What may be left out stays as it is.</summary>
sealed record WidgetEdit(
    Guid QueueId, string Name, string Title, string Greeting, string OfflineText, string Colour, IReadOnlyList<string> AllowedOrigins,
    bool Active, long Version, string? Key = null, Guid? ClientId = null, Guid? Id = null, PreChat? PreChat = null, WidgetTheme? Theme = null,
    bool? AsksSatisfaction = null);

/// <summary>/widgets: the chat windows of a client's pages.</summary>
static partial class ChangeWidgets
{
    public const string StandardColour = "#1f4e79";
    const int MaxOrigins = 50;
    const int LauncherLength = 30;

    // These words stand where a key stands in the visitors' addresses.
    static readonly string[] Taken = ["messages", "stream", "typing", "end", "files", "transcript", "satisfaction"];

    public static async Task<Ok<Page<WidgetView>>> List(Guid? clientId, int? limit, string? cursor, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var rows = await db.Set<Widget>().AsNoTracking()
            .Where(w => (clientId == null || w.ClientId == clientId) && (page.After == null || w.Id > page.After))
            .OrderBy(w => w.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(rows.ConvertAll(ToView), w => w.Id));
    }

    public static async Task<Results<Ok<WidgetView>, Problem>> One(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Widget>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancellationToken) is { } widget
            ? TypedResults.Ok(ToView(widget))
            : Problem.NotFound;

    public static async Task<Results<Created<WidgetView>, Problem>> Add(
        NewWidget body, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        var look = new WidgetLook(body.QueueId, body.Name, body.Title, body.Greeting, body.OfflineText, body.Colour, body.AllowedOrigins, body.Active,
            body.PreChat ?? PreChat.Standard, body.Theme ?? WidgetTheme.Standard, body.AsksSatisfaction);
        var shape = Check(look).Key("key", body.Key).Need(!Taken.Contains(body.Key), "key", "This word is taken by the chat's own addresses.");
        if (shape.Problem is { } bad) return bad;
        if (!scope.Sees(body.ClientId)) return Unknown;
        var now = time.GetUtcNow();
        var widget = Widget.Add(Ids.New(now), body.ClientId, body.Key, Tidy(look), now);
        db.Add(widget);
        return await Save(db, cancellationToken) is { } refused ? refused : TypedResults.Created($"/api/v1/widgets/{widget.Id}", ToView(widget));
    }

    public static async Task<Results<Ok<WidgetView>, Problem>> Change(
        Guid id, WidgetEdit body, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<Widget>().SingleOrDefaultAsync(w => w.Id == id, cancellationToken) is not { } widget) return Problem.NotFound;
        var look = new WidgetLook(body.QueueId, body.Name, body.Title, body.Greeting, body.OfflineText, body.Colour, body.AllowedOrigins, body.Active,
            body.PreChat ?? widget.PreChat, body.Theme ?? widget.Theme, body.AsksSatisfaction ?? widget.AsksSatisfaction);
        var shape = Check(look).SameKey(body.Key, widget.Key)
            .Need(body.ClientId is null || body.ClientId == widget.ClientId, "clientId", "A widget stays with its client.")
            .Need(body.Id is null || body.Id == id, "id", "Not the widget of this address.");
        if (shape.Problem is { } bad) return bad;
        if (body.Version != widget.Version) return Problem.Stale;
        widget.Change(Tidy(look), time.GetUtcNow());
        return await Save(db, cancellationToken) is { } refused ? refused : TypedResults.Ok(ToView(widget));
    }

    static Shape Check(WidgetLook look)
    {
        var shape = new Shape().Text("name", look.Name, 100).Text("title", look.Title, 100)
            .Need(look.Greeting.Length <= 500, "greeting", "At most 500 characters.")
            .Need(look.OfflineText.Length <= 500, "offlineText", "At most 500 characters.")
            .Need(look.Theme.LauncherText.Length <= LauncherLength && !look.Theme.LauncherText.Any(char.IsControl), "launcherText", $"One line of at most {LauncherLength} characters.")
            .Need(ColourText().IsMatch(look.Colour), "colour", "A colour like #1f4e79.")
            .Need(look.AllowedOrigins.Count <= MaxOrigins, "allowedOrigins", $"At most {MaxOrigins} sites.");
        foreach (var origin in look.AllowedOrigins)
            shape.Need(SiteOrigins.Normal(origin) is not null, "allowedOrigins", "Each is a site's origin, like https://www.example.com, without a path.");
        return shape;
    }

    static WidgetLook Tidy(WidgetLook look) => look with
    {
        Name = look.Name.Trim(), Title = look.Title.Trim(), Greeting = look.Greeting.Trim(), OfflineText = look.OfflineText.Trim(),
        Colour = look.Colour.ToLowerInvariant(), Theme = look.Theme with { LauncherText = look.Theme.LauncherText.Trim() }, AllowedOrigins = [.. look.AllowedOrigins.Select(o => SiteOrigins.Normal(o)!).Distinct()],
    };

    static async Task<Problem?> Save(AppDb db, CancellationToken cancellationToken)
    {
        try
        {
            // Keys are known to the whole world: they stand in public pages. That one is taken tells nobody anything.
            return await db.SaveOr("key_taken", cancellationToken);
        }
        // The database compares the queue's client with the widget's.
        catch (DbUpdateException e) when (e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return Unknown;
        }
    }

    /// <summary>One answer for a queue or client of somebody else's and for one that does not exist.</summary>
    static Problem Unknown => Problem.Invalid("queueId", "Not a queue of this client.");

    static WidgetView ToView(Widget w) =>
        new(w.Id, w.ClientId, w.QueueId, w.Key, w.Name, w.Title, w.Greeting, w.OfflineText, w.Colour, w.AllowedOrigins, w.Active, w.PreChat, w.Theme, w.AsksSatisfaction, w.Version);

    [GeneratedRegex("^#[0-9a-fA-F]{6}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex ColourText();
}
