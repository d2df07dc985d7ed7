using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

public sealed class NameTests
{
    [Fact]
    public void Skills_in_another_order_or_twice_are_the_same_lane()
    {
        var one = Scene.Lane(skills: [("b", 2), ("a", 1), ("b", 1)]);
        var other = Scene.Lane(skills: [("a", 1), ("b", 2)]);

        Assert.Equal(one, other);
        Assert.Equal($"{Scene.Acme}/chat/a:1,b:2", one.Name);
    }

    [Fact]
    public void Clients_and_channels_in_another_order_or_twice_are_the_same_profile()
    {
        var one = Scene.Profile([Scene.Bright, Scene.Acme, Scene.Bright], ["voice", "chat", "chat"]);
        var other = Scene.Profile([Scene.Acme, Scene.Bright], ["chat", "voice"]);

        Assert.Equal(one, other);
        Assert.Equal($"{Scene.Acme},{Scene.Bright}/chat,voice/", one.Name);
    }

    [Fact]
    public void A_lanes_name_says_everything_about_it()
    {
        var lane = Scene.Lane(Scene.Bright, "chat/2", ("über,all:1", 3), ("{x}", 1));

        var parsed = Lane.Parse(lane.Name);

        Assert.Equal(lane, parsed);
        Assert.Equal((lane.ClientId, lane.Channel), (parsed.ClientId, parsed.Channel));
        Assert.Equal(lane.Skills, parsed.Skills);
    }

    [Theory]
    [InlineData("english", 2, true)]
    [InlineData("english", 3, true)]
    [InlineData("english", 4, false)]
    [InlineData("spanish", 1, false)]
    public void A_profile_fits_with_each_skill_at_its_level_or_better(string skill, int level, bool fits) =>
        Assert.Equal(fits, Scene.Profile(skills: ("english", 3)).Fits(Scene.Lane(skills: (skill, level))));

    [Fact]
    public void A_profile_fits_its_own_clients_and_channels_only()
    {
        var profile = Scene.Profile([Scene.Acme], ["chat"]);

        Assert.True(profile.Fits(Scene.Lane()));
        Assert.False(profile.Fits(Scene.Lane(Scene.Bright)));
        Assert.False(profile.Fits(Scene.Lane(channel: "voice")));
    }

    [Fact]
    public void Empty_names_and_levels_below_one_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => Scene.Lane(channel: ""));
        Assert.ThrowsAny<ArgumentException>(() => Scene.Lane(skills: ("", 1)));
        Assert.ThrowsAny<ArgumentException>(() => Scene.Profile(skills: ("english", 0)));
        Assert.ThrowsAny<ArgumentException>(() => Scene.Profile(channels: [""]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a}b")]
    [InlineData("a b")]
    public void A_pools_name_that_would_break_its_hash_tag_is_refused(string pool) =>
        Assert.ThrowsAny<ArgumentException>(() => new RoutingKeys(pool));
}
