using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Channels;

/// <summary>A client's chat window on its pages. The key stands in those pages and never changes.</summary>
public sealed class Widget : StreamOwner
{
    Widget() { }

    public Guid ClientId { get; private init; }
    public Guid QueueId { get; private set; }
    public string Key { get; private init; } = "";
    public string Name { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Greeting { get; private set; } = "";
    public string OfflineText { get; private set; } = "";
    public string Colour { get; private set; } = "";

    /// <summary>Sites that may embed it, as browsers write them in Origin.</summary>
    public string[] AllowedOrigins { get; private set; } = [];
    public bool Active { get; private set; }
    public PreChat PreChat { get; private set; } = PreChat.Standard;
    public WidgetTheme Theme { get; private set; } = WidgetTheme.Standard;
    public bool AsksSatisfaction { get; private set; }

    public override string StreamKind => "widget";
    public override Guid? StreamClient => ClientId;

    public static Widget Add(Guid id, Guid clientId, string key, WidgetLook look, DateTimeOffset now)
    {
        var widget = new Widget { Id = id, ClientId = clientId, Key = key };
        widget.Take(look);
        widget.Raise(now, new WidgetAdded(id, look.QueueId, look.Active));
        return widget;
    }

    public void Change(WidgetLook look, DateTimeOffset now)
    {
        Take(look);
        Raise(now, new WidgetChanged(Id, look.QueueId, look.Active));
    }

    void Take(WidgetLook look)
    {
        (QueueId, Name, Title, Greeting) = (look.QueueId, look.Name, look.Title, look.Greeting);
        (OfflineText, Colour, AllowedOrigins, Active) = (look.OfflineText, look.Colour, [.. look.AllowedOrigins], look.Active);
        (PreChat, Theme, AsksSatisfaction) = (look.PreChat, look.Theme, look.AsksSatisfaction);
    }
}

/// <summary>All of a widget that can be changed.</summary>
public sealed record WidgetLook(
    Guid QueueId, string Name, string Title, string Greeting, string OfflineText, string Colour, IReadOnlyList<string> AllowedOrigins, bool Active,
    PreChat PreChat, WidgetTheme Theme, bool AsksSatisfaction);

public enum Ask { Off, Optional, Required }

/// <summary>What a visitor is asked before his first message. What is off is not asked for; a page that knows it may still say it.</summary>
public sealed record PreChat(Ask Name, Ask Email, Ask Topic)
{
    public static readonly PreChat Standard = new(Ask.Optional, Ask.Optional, Ask.Off);
}

public enum WidgetSide { Right, Left }
public enum WidgetScheme { Auto, Light, Dark }
public enum WidgetCorners { Round, Soft, Square }

/// <summary>How it looks beside its colour. Without a text the launcher is an icon.</summary>
public sealed record WidgetTheme(WidgetSide Side, WidgetScheme Scheme, WidgetCorners Corners, string LauncherText)
{
    public static readonly WidgetTheme Standard = new(WidgetSide.Right, WidgetScheme.Auto, WidgetCorners.Round, "");
}
